import { describe, expect, it } from '@jest/globals';
import { ERROR_PAGE } from './error-page.js';
import { PageRenderer } from './page-renderer.js';

describe('PageRenderer', () => {
  const pages = new PageRenderer();
  const data = { title: 'T', happened: '<script>alert("1")</script>', remedy: "it's & that", requestId: 'r-1' };

  it('writes a document in the language asked for', () => {
    const html = pages.render(ERROR_PAGE, data, 'es');
    expect(html).toMatch(/^<!doctype html>\n<html lang="es">/);
    expect(html).toContain('Qué puede hacer');
    expect(html).toContain('<title>T · Gatehouse</title>');
  });

  it('escapes everything it is given, in text and in attributes', () => {
    const link = { href: '/"><script>', label: '<b>' };
    const html = pages.render(ERROR_PAGE, { ...data, link }, 'en');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<b>');
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('href="/&quot;&gt;&lt;script&gt;"');
  });

  it('has neither scripts nor inline styles', () => {
    expect(pages.render(ERROR_PAGE, data, 'en')).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
  });
});
