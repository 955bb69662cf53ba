/**
 * Runs inside a page, as text: returns what keeps people from reading and using it, one line each.
 * The rules are those of WCAG 2.2 AA that a program can decide: 1.3.1, 1.4.3, 1.4.10, 1.4.11, 2.4.2, 2.5.8, 3.1.1, 4.1.2.
 */
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const nameOf = (element) => `<${element.localName}> "${(element.name || element.textContent).trim().slice(0, 40)}"`;
  const faultsOf = (elements, judge) => elements.map(judge).filter(Boolean);

  function rgba(color) {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  }

  function over(top, bottom) {
    const mix = (channel) => top[channel] * top.alpha + bottom[channel] * (1 - top.alpha);
    return { red: mix('red'), green: mix('green'), blue: mix('blue'), alpha: 1 };
  }

  /** What one sees behind an element's text: its own background over that of its ancestors. */
  function groundOf(element) {
    if (!element) return rgba('rgb(255, 255, 255)');
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 ? own : over(own, groundOf(element.parentElement));
  }

  function luminance({ red, green, blue }) {
    const linear = (value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }

  function contrast(color, ground) {
    const [dark, light] = [luminance(over(rgba(color), ground)), luminance(ground)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');

  function faintText(element) {
    if (!hasText(element) || !element.checkVisibility()) return undefined;
    const ratio = contrast(getComputedStyle(element).color, groundOf(element));
    return ratio < 4.5 && `${nameOf(element)} has a contrast of ${ratio.toFixed(2)}`;
  }

  /** Browsers draw these themselves, and their label is hit with them. */
  const isTick = ({ type }) => type === 'checkbox' || type === 'radio';

  function faintField(field) {
    if (isTick(field)) return undefined;
    const ratio = contrast(getComputedStyle(field).borderTopColor, groundOf(field.parentElement));
    return ratio < 3 && `${nameOf(field)} has a border with a contrast of ${ratio.toFixed(2)}`;
  }

  function smallTarget(element) {
    const target = isTick(element) ? element.closest('label') : element;
    const { width, height } = target.getBoundingClientRect();
    return Math.min(width, height) < 24 && `${nameOf(element)} is too small to hit`;
  }

  const fields = all('input:not([type=hidden]), select, textarea');

  function controlFaults() {
    return [
      ...faultsOf(fields, (field) => field.labels.length === 0 && `${nameOf(field)} has no label`),
      ...faultsOf(fields, faintField),
      ...faultsOf([...fields, ...all('.button')], smallTarget),
      ...faultsOf(all('a, button'), (element) => !element.textContent.trim() && `${nameOf(element)} says nothing`),
    ];
  }

  function structureFaults() {
    const { documentElement, title } = document;
    const ids = all('[id]').map(({ id }) => id);
    const described = all('[aria-describedby]').flatMap((element) =>
      element.getAttribute('aria-describedby').split(/\s+/),
    );
    const rules = [
      [all('h1').length === 1, `${all('h1').length} headings of the first level`],
      [all('main').length === 1 && all('header').length === 1, 'the landmarks are missing'],
      [/^.+ · Gatehouse$/.test(title), `the title is "${title}"`],
      [['en', 'es'].includes(documentElement.lang), `the language is "${documentElement.lang}"`],
      [new Set(ids).size === ids.length, 'an id is there twice'],
      [described.every((id) => ids.includes(id)), 'a description is missing'],
      [all('script:not([src^="/assets/"]), style, [style]').length === 0, 'there are scripts or styles in the page'],
      [documentElement.scrollWidth <= documentElement.clientWidth, 'one must scroll sideways'],
    ];
    return rules.filter(([holds]) => !holds).map(([, fault]) => fault);
  }

  return [...structureFaults(), ...controlFaults(), ...faultsOf(all('body *'), faintText)];
})();
