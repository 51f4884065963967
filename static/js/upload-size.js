// Tells at once that a chosen file is too large, before any of it is sent. The server says the same without script.

function watch(input) {
  const form = input.form;
  const words = form.querySelector("[data-too-large]");
  const isTooLarge = () => [...input.files].some((file) => file.size > Number(input.dataset.mostBytes));
  const tell = () => {
    words.hidden = !isTooLarge();
  };
  input.addEventListener("change", tell);
  form.addEventListener("submit", (event) => {
    tell();
    if (!isTooLarge()) return;
    event.preventDefault();
    input.focus();
  });
}

document.querySelectorAll("input[data-most-bytes]").forEach(watch);
