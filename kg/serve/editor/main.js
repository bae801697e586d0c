// The SPARQL editor: CodeMirror in place of the page's textarea, which stays what the form sends (and what works without scripts).
import { basicSetup, EditorView } from "codemirror";
import { keymap } from "@codemirror/view";
import { Prec } from "@codemirror/state";
import { syntaxHighlighting } from "@codemirror/language";
import { classHighlighter } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

const area = document.querySelector("textarea[name=query]");
const view = new EditorView({
  doc: area.value,
  extensions: [
    Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (area.form.requestSubmit(), true) }])),
    basicSetup,
    sparql(),
    syntaxHighlighting(classHighlighter), // names of classes, so that serve.css colours words in light and dark
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": "SPARQL query" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) area.value = update.state.doc.toString();
    }),
  ],
});
area.hidden = true;
area.after(view.dom);
