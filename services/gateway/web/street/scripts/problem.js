// What a refusal says, in the language of the page.
const lang = () => (document.documentElement.lang.startsWith("en") ? "en" : "zh");

export function titleOf(problem) {
  return (lang() === "en" ? problem.title : problem.title_zh) || "";
}

// One of its faults: the field by the name that people read, and what is wrong with it. Empty where nothing is said of it.
export function faultOf(fault, field) {
  const what = fault?.[lang()];
  return what ? [field, what].filter(Boolean).join(lang() === "en" ? ": " : "：") : "";
}

// A field of a row is named by the list that holds it.
export function fieldOf(fault) {
  return fault?.field?.split(".")[0];
}
