// Shows how far the job of an import has come, and shows the page anew once it is over. Without script the page does so
// by itself, every third second.

const EVERY = 1000;
const section = document.querySelector("[data-import-progress]");
const bar = section.querySelector("progress");
const words = section.querySelector("[data-words]");

function show(told) {
  if (told.total) {
    bar.max = told.total;
    bar.value = told.done;
  } else {
    bar.removeAttribute("value");
  }
  if (words.textContent !== told.words) words.textContent = told.words;
}

async function ask() {
  try {
    const answer = await fetch(section.dataset.importProgress, { headers: { Accept: "application/json" } });
    const told = answer.ok ? await answer.json() : { running: answer.status >= 500 };
    if (!told.running) {
      window.location.reload();
      return;
    }
    if (told.words) show(told);
  } catch {
    // The server is away for a moment; the job does not depend on that.
  }
  setTimeout(ask, EVERY);
}

setTimeout(ask, EVERY);
