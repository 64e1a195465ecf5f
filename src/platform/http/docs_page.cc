// The page that shows the OpenAPI document to people: one HTML file, one script, one style sheet, all from our own
// origin, nothing inline. The script builds the page with text nodes only, so that no text of the document is markup.
#include "platform/http/pages.h"

namespace cairn::http {
namespace {

constexpr std::string_view html_text = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Cairn API</title>
<link rel="stylesheet" href="/api/docs.css">
<script src="/api/docs.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the routes</a>
<header>
<h1>Cairn API</h1>
<p>Base address <code>/api/v1</code>. Machine-readable: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<details>
<summary>How to call it</summary>
<ul>
<li>Make a personal token in your settings and send it as <code>Authorization: Bearer cairn_pat_…</code>.</li>
<li>Errors are problem documents (<code>application/problem+json</code>) with a stable <code>code</code> and the <code>fields</code> at fault.</li>
<li>Single things carry an <code>ETag</code>; changing one needs <code>If-Match</code> with it. Who was faster wins: 412.</li>
<li>Send an <code>Idempotency-Key</code> with a POST that you may have to repeat: it is done once.</li>
<li>Lists answer <code>items</code> and <code>next</code>; pass <code>next</code> as <code>cursor</code>.</li>
<li><code>GET /live</code> tells of changes as server-sent events.</li>
</ul>
</details>
<label for="filter">Filter</label>
<input id="filter" type="search" autocomplete="off" placeholder="path, method or word">
<p id="count" role="status"></p>
</header>
<div class="columns">
<nav id="tags" aria-label="Groups"></nav>
<main id="main" tabindex="-1"><noscript>This page needs JavaScript; the document itself is at /api/v1/openapi.json.</noscript></main>
</div>
</body>
</html>
)html";

constexpr std::string_view script_text = R"js('use strict';
const methods = ['get', 'post', 'put', 'patch', 'delete'];
let spec;

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
  return element;
}

function resolve(schema) {
  if (!schema || !schema.$ref) return schema || {};
  return schema.$ref.split('/').slice(1).reduce((at, key) => at && at[key], spec) || {};
}

function typeOf(schema) {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.enum) return schema.enum.map((e) => JSON.stringify(e)).join(' | ');
  const any = schema.anyOf || schema.oneOf;
  if (any) return any.map(typeOf).join(' | ');
  if (schema.type === 'array') return 'list of ' + typeOf(schema.items);
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type || 'anything';
  const limits = [];
  if (schema.minimum !== undefined || schema.maximum !== undefined) limits.push(`${schema.minimum ?? ''}..${schema.maximum ?? ''}`);
  if (schema.maxLength !== undefined) limits.push(`at most ${schema.maxLength} characters`);
  return [schema.format ? `${type} (${schema.format})` : type, ...limits].join(', ');
}

function fieldTable(caption, rows) {
  if (rows.length === 0) return null;
  return make('table', {}, make('caption', {}, caption),
    make('thead', {}, make('tr', {}, ...['Name', 'Type', 'Meaning'].map((t) => make('th', { scope: 'col' }, t)))),
    make('tbody', {}, rows.map((r) => make('tr', {},
      make('th', { scope: 'row' }, make('code', {}, r.name), r.required ? make('span', { class: 'required' }, ' required') : ''),
      make('td', {}, r.type), make('td', {}, r.text || '')))));
}

function schemaTable(caption, schema, depth = 0) {
  const full = resolve(schema);
  const list = full.type === 'array' ? resolve(full.items) : full;
  const required = new Set(list.required || []);
  const rows = Object.entries(list.properties || {}).map(([name, s]) =>
    ({ name, type: typeOf(s), text: s.description, required: required.has(name) }));
  const nested = depth > 0 ? [] : Object.values(list.properties || {}).map((s) => (s.type === 'array' ? s.items : s))
    .filter((s) => s && s.$ref).map((s) => make('details', {}, make('summary', {}, typeOf(s)), schemaTable(typeOf(s), s, depth + 1) || ''));
  return make('div', {}, fieldTable(caption + (full.type === 'array' ? ' (list)' : ''), rows) || make('p', {}, `${caption}: ${typeOf(schema)}`), nested);
}

function operation(path, method, op) {
  const body = op.requestBody && op.requestBody.content;
  const answers = Object.entries(op.responses || {});
  const good = answers.filter(([status]) => status < '400');
  const bad = answers.filter(([status]) => status >= '400').map(([status]) => status);
  const lock = op.security && op.security.length === 0 ? 'public' : `token scope: ${op['x-scope'] || 'read'}; rule: ${op['x-rule']}`;
  const details = make('details', { class: 'operation', id: op.operationId },
    make('summary', {}, make('span', { class: `method ${method}` }, method.toUpperCase()), ' ', make('code', {}, path), ' ',
      make('span', { class: 'title' }, op.summary || '')));
  details.addEventListener('toggle', () => {
    if (!details.open || details.dataset.drawn) return;
    details.dataset.drawn = '1';
    details.append(...[
      op.description ? make('p', {}, op.description) : null,
      make('p', { class: 'lock' }, lock),
      fieldTable('Parameters', (op.parameters || []).map((p) =>
        ({ name: `${p.name} (${p.in})`, type: typeOf(p.schema), text: p.description, required: p.required }))),
      ...Object.entries(body || {}).map(([type, media]) => make('div', {}, schemaTable(`Body, ${type}`, media.schema),
        media.example ? make('pre', {}, JSON.stringify(media.example, null, 2)) : '')),
      ...good.map(([status, a]) => {
        const [type, media] = Object.entries(a.content || {})[0] || [];
        return media ? schemaTable(`${status} ${a.description}, ${type}`, media.schema) : make('p', {}, `${status} ${a.description}`);
      }),
      bad.length ? make('p', { class: 'lock' }, `Refusals: ${bad.join(', ')}`) : null,
    ].filter(Boolean));
  });
  return details;
}

function draw() {
  const main = document.getElementById('main');
  const nav = document.getElementById('tags');
  const words = document.getElementById('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map();
  let count = 0;
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const method of methods) {
      const op = item[method];
      if (!op) continue;
      const text = `${method} ${path} ${op.summary} ${(op.tags || []).join(' ')}`.toLowerCase();
      if (!words.every((w) => text.includes(w))) continue;
      const tag = (op.tags || ['other'])[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operation(path, method, op));
      count += 1;
    }
  }
  const names = [...groups.keys()].sort();
  main.replaceChildren(...names.map((n) => make('section', { 'aria-labelledby': `tag-${n}` }, make('h2', { id: `tag-${n}` }, n), groups.get(n))));
  nav.replaceChildren(make('ul', {}, names.map((n) => make('li', {}, make('a', { href: `#tag-${n}` }, n)))));
  document.getElementById('count').textContent = `${count} routes`;
}

fetch('/api/v1/openapi.json').then((answer) => answer.json()).then((document_) => {
  spec = document_;
  draw();
  document.getElementById('filter').addEventListener('input', draw);
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted) { wanted.open = true; wanted.scrollIntoView(); }
}).catch(() => {
  document.getElementById('main').replaceChildren(make('p', {}, 'The document could not be loaded. Reload the page to try again.'));
});
)js";

constexpr std::string_view style_text = R"css(:root { color-scheme: light dark; --ink: #1d2530; --soft: #556070; --line: #d5dae1; --ground: #fff; --raised: #f5f7f9; --accent: #1f5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaf0; --soft: #a3adba; --line: #38414d; --ground: #14181e; --raised: #1c222a; --accent: #8ab8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
h1 { margin: 0; font-size: 1.75rem; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.25rem; text-transform: capitalize; }
a { color: var(--accent); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; background: var(--ground); padding: 0.5rem; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { width: 100%; max-width: 32rem; padding: 0.5rem 0.75rem; font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--soft); border-radius: 6px; }
input::placeholder { color: var(--soft); opacity: 1; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.columns { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 2rem; }
nav ul { position: sticky; top: 1rem; margin: 2rem 0; padding: 0; list-style: none; }
nav a { display: block; padding: 0.25rem 0; text-decoration: none; text-transform: capitalize; }
.operation { margin: 0.5rem 0; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); padding: 0 1rem; }
.operation > summary { padding: 0.625rem 0; cursor: pointer; overflow-wrap: anywhere; }
.operation[open] { padding-bottom: 1rem; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; font-size: 0.8125rem; letter-spacing: 0.04em; }
.title { color: var(--soft); margin-left: 0.5rem; }
.lock, #count { color: var(--soft); font-size: 0.9375rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9375em; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); }
table { width: 100%; border-collapse: collapse; margin: 0.75rem 0; font-size: 0.9375rem; }
caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.375rem 0.75rem 0.375rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; font-weight: 400; }
thead th { color: var(--soft); }
.required { color: var(--soft); font-size: 0.8125rem; }
@media (max-width: 48rem) { .columns { grid-template-columns: 1fr; gap: 0; } nav ul { position: static; display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 1rem 0 0; } }
)css";

}  // namespace

std::string_view docs_html() { return html_text; }
std::string_view docs_script() { return script_text; }
std::string_view docs_style() { return style_text; }

}  // namespace cairn::http
