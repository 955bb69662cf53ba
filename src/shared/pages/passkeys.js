// Forms with data-passkey ask an authenticator before they are sent: "create" makes a passkey, "get" uses one. What it
// is asked comes from data-options; what it answers goes into the field "credential". Without this script, or in
// browsers without passkeys, such forms stay hidden.
'use strict';

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

const descriptors = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

const ask = {
  create: ({ challenge, user, excludeCredentials, ...options }) =>
    navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(challenge),
        user: { ...user, id: bytes(user.id) },
        excludeCredentials: descriptors(excludeCredentials),
      },
    }),
  get: ({ challenge, allowCredentials, ...options }) =>
    navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(challenge), allowCredentials: descriptors(allowCredentials) },
    }),
};

/** What the server reads (WebAuthn §5.1.8), of browsers that cannot write it themselves too. */
function written({ id, rawId, type, response, authenticatorAttachment }) {
  const fields = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const parts = fields.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  const transports = response.getTransports ? { transports: response.getTransports() } : {};
  return JSON.stringify({
    id,
    rawId: text(rawId),
    type,
    authenticatorAttachment,
    clientExtensionResults: {},
    response: { ...Object.fromEntries(parts), ...transports },
  });
}

async function fill(form) {
  const { passkey, options } = form.dataset;
  const answer = await fetch(options, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok || answer.redirected) throw new Error('The server gave nothing to sign.');
  form.elements.credential.value = written(await ask[passkey](await answer.json()));
}

function watch(form) {
  const problem = form.querySelector('[data-passkey-problem]');
  const button = form.querySelector('button');
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    problem.hidden = true;
    button.disabled = true;
    fill(form)
      .then(() => form.submit())
      .catch(() => {
        problem.hidden = false;
        button.disabled = false;
      });
  });
}

if (window.PublicKeyCredential) {
  document.querySelectorAll('form[data-passkey]').forEach(watch);
  document.querySelectorAll('[data-passkey-unsupported]').forEach((one) => one.remove());
}
