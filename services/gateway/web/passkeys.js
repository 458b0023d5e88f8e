"use strict";
// Shows the passkey buttons where the browser has passkeys. Such a button asks for one, and sends what it says with its form.
const read = (window.PublicKeyCredential && {
  get: PublicKeyCredential.parseRequestOptionsFromJSON,
  create: PublicKeyCredential.parseCreationOptionsFromJSON,
}) || {};
for (const button of document.querySelectorAll("button[data-passkey]")) {
  const { passkey: deed, options } = button.dataset, form = button.form;
  if (!read[deed]) continue;
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (event.submitter !== button) return;
    event.preventDefault();
    button.disabled = true;
    try {
      const publicKey = read[deed].call(PublicKeyCredential, JSON.parse(options));
      const one = await navigator.credentials[deed]({ publicKey });
      form.elements.passkey.value = JSON.stringify(one.toJSON());
      form.submit();
    } catch {
      form.querySelector("[data-failure]").hidden = false;
      button.disabled = false;
    }
  });
}
