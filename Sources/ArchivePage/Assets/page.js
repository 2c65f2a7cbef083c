const overview = await (await fetch("/data/overview")).json();
const view = document.getElementById("view");
const text = document.createElement("pre");
text.textContent = JSON.stringify(overview, null, 2);
view.replaceChildren(text);
