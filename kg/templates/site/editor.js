// Makes the query field an editor: colours, brackets, completion of names. Without this script it is a plain field.
"use strict";
(() => {
  const field = document.getElementById("query");
  if (!field || !window.CodeMirror) return;
  const names = field.dataset.names.split(" ");

  function complete(editor) {
    const cursor = editor.getCursor();
    const line = editor.getLine(cursor.line).slice(0, cursor.ch);
    const begun = line.match(/[\w:?-]*$/)[0];
    const variables = [...new Set(editor.getValue().match(/\?\w+/g) || [])];
    const list = [...variables, ...names].filter((name) => name.toLowerCase().startsWith(begun.toLowerCase()) && name !== begun);
    return { list, from: { line: cursor.line, ch: cursor.ch - begun.length }, to: cursor };
  }

  const keys = {
    "Ctrl-Enter": () => field.form.requestSubmit(),
    "Cmd-Enter": () => field.form.requestSubmit(),
    "Ctrl-Space": () => editor.showHint({ hint: complete, completeSingle: true }),
    "Esc": () => editor.setOption("extraKeys", { ...keys, Tab: false, "Shift-Tab": false }), // Tab leaves the editor
    "Tab": () => editor.execCommand("insertSoftTab"),
  };
  const editor = CodeMirror.fromTextArea(field, {
    mode: "application/sparql-query",
    lineNumbers: true,
    lineWrapping: true,
    matchBrackets: true,
    viewportMargin: Infinity,
    inputStyle: "contenteditable",
    extraKeys: keys,
  });
  editor.getInputField().setAttribute("aria-label", field.labels[0].textContent.trim());
  editor.on("focus", () => editor.setOption("extraKeys", keys));
  field.form.addEventListener("submit", () => editor.save());
})();
