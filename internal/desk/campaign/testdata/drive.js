// Runs inside the review page: does what a person does with it, has axe look at
// it on the screen, in dark colours and on paper, and sends what was seen to the
// test at the address REPORT.
(function () {
  'use strict';
  var errors = [], seen = {axe: {}, filters: 0, copied: [], saved: ''};
  var fault = function (e) { errors.push(String(e && (e.message || e.reason || (e.target && e.target.src)) || e)) };
  window.addEventListener('error', fault, true);
  window.addEventListener('unhandledrejection', fault);
  ['error', 'warn'].forEach(function (name) {
    var real = console[name];
    console[name] = function () { errors.push('console.' + name + ': ' + Array.prototype.join.call(arguments, ' ')); real.apply(console, arguments) };
  });

  var all = function (s, r) { return Array.prototype.slice.call((r || document).querySelectorAll(s)) };
  var one = function (s) { return document.querySelector(s) };
  var shown = function () { return all('.post').filter(function (p) { return p.offsetParent !== null }) };
  var pause = function (ms) { return new Promise(function (go) { setTimeout(go, ms) }) };
  var until = async function (what, ok) {
    for (var i = 0; i < 150; i++) { if (ok()) return true; await pause(100) }
    errors.push('waited in vain: ' + what);
    return false;
  };

  // What leaves the page: the clipboard, by either of its two ways, and the saved file.
  if (navigator.clipboard) {
    var real = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = function (text) { seen.copied.push(text); return real(text) };
  }
  var blobs = [], make = URL.createObjectURL;
  URL.createObjectURL = function (b) { blobs.push(b); return make.call(URL, b) };

  function filters() {
    all('[data-filter]').forEach(function (s) {
      all('option', s).forEach(function (o) {
        var want = all('.post').filter(function (p) { return !o.value || p.dataset[s.dataset.filter] === o.value }).length;
        s.value = o.value;
        s.dispatchEvent(new Event('change'));
        seen.filters++;
        if (shown().length !== want) errors.push('filter ' + s.dataset.filter + '=' + o.value + ' shows ' + shown().length + ', want ' + want);
      });
      s.value = '';
      s.dispatchEvent(new Event('change'));
    });
    var title = one('.post h3').textContent, q = one('#q');
    q.value = title.toUpperCase();
    q.dispatchEvent(new Event('input'));
    if (!shown().length || !shown().every(function (p) { return p.textContent.indexOf(title) >= 0 })) errors.push('search for ' + title);
    q.value = 'zzzz nothing';
    q.dispatchEvent(new Event('input'));
    if (shown().length) errors.push('search for nothing shows posts');
    q.value = '';
    q.dispatchEvent(new Event('input'));
    seen.all = shown().length;
    seen.count = one('#count').textContent;
  }

  async function play() {
    var button = one('button.cover');
    seen.covers = all('button.cover').length;
    if (!button) return;
    button.click();
    var v = one('.cover video');
    if (!v) { errors.push('no video after a click on the cover'); return }
    await until('the video plays', function () { return v.currentTime > 0.2 || v.error });
    if (v.error) errors.push('video: ' + v.error.message);
    seen.seconds = v.duration;
    v.pause();
  }

  async function copy() {
    var b = one('button.copy');
    if (!b) return;
    b.closest('details').open = true;
    b.click();
    await until('the page says that it was copied', function () { return one('#said').textContent });
    seen.said = one('#said').textContent;
  }

  async function approve() {
    if (!one('.ok')) return;
    all('.ok').find(function (c) { return !c.checked }).click();
    one('#save').click();
    if (blobs.length || document.activeElement !== one('#who')) errors.push('approvals are saved without a name');
    one('#who').value = 'Anna';
    one('#who').dispatchEvent(new Event('change'));
    one('#save').click();
    await until('the approvals are saved', function () { return blobs.length });
    if (blobs.length) seen.saved = await blobs[0].text();
  }

  // Rules for paper and for dark colours are made to hold here, one kind at a time.
  async function look(name, condition) {
    var changed = [];
    all('style').forEach(function (s) {
      Array.prototype.forEach.call(s.sheet.cssRules, function (r) {
        if (r.media && r.media.mediaText.replace(/\s/g, '') === condition) { changed.push([r.media, r.media.mediaText]); r.media.mediaText = 'all' }
      });
    });
    if (condition && !changed.length) errors.push('no rules for ' + condition);
    window.dispatchEvent(new Event(name === 'print' ? 'beforeprint' : 'x'));
    var result = await axe.run(document);
    seen.axe[name] = {
      passes: result.passes.length,
      violations: result.violations.map(function (v) { return v.id + ' (' + v.impact + ', ' + v.nodes.length + '): ' + v.nodes[0].html.slice(0, 200) + ' — ' + v.nodes[0].failureSummary }),
    };
    window.dispatchEvent(new Event(name === 'print' ? 'afterprint' : 'x'));
    changed.forEach(function (c) { c[0].mediaText = c[1] });
  }

  window.addEventListener('load', async function () {
    try {
      all('.cover img').forEach(function (i) { i.loading = 'eager' });
      await until('the covers are there', function () { return all('.cover img').every(function (i) { return i.complete && i.naturalWidth > 0 }) });
      var ids = all('[id]').map(function (e) { return e.id });
      seen.twice = ids.filter(function (x, i) { return ids.indexOf(x) !== i });
      seen.outside = all('[src],link[href]').map(function (e) { return e.getAttribute('src') || e.getAttribute('href') }).filter(function (u) { return /^(https?:)?\/\//.test(u) });
      seen.wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      filters();
      await look('closed', '');
      all('details').forEach(function (d) { d.open = true });
      await look('light', '');
      await look('dark', '(prefers-color-scheme:dark)');
      await look('print', 'print');
      await play();
      await copy();
      await approve();
    } catch (e) { fault(e) }
    seen.errors = errors;
    // A file's page may send to another address, though not read what it answers.
    await fetch('REPORT', {method: 'POST', mode: 'no-cors', body: JSON.stringify(seen)});
  });
})();
