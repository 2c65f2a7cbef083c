// Who has signed the checkpoint, as its signature lines have it.

import { element } from "./elements.js";
import { visible } from "./words.js";

/** Whether it is signed and by whom, and who can tell whether that is so. */
export function signatures(signers) {
  if (signers.length === 0) {
    return [
      "The checkpoint is not signed: whoever can write to the archive could have made another."
        + " fetch with ", element("code", {}, "--signing-key"), " signs it.",
    ];
  }
  return [
    `The checkpoint bears ${signers.length === 1 ? "a signature" : "signatures"} of `,
    names(signers), ". Whether that is right only the public key tells: ",
    element("code", {}, "topo-archive verify --public-key FILE"), ".",
  ];
}

/** The names of the keys, each with what tells it from others of its name. */
export function names(signers) {
  return signers.flatMap(({ name, key_id: id }, index) => [
    index > 0 && ", ",
    name === null ? "a line of another kind" : element("b", {}, visible(name)),
    id !== null && element("span", {}, " (key ", element("code", {}, id), ")"),
  ]);
}
