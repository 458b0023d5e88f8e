// Sound, pictures or papers of an act, and the device that recorded them: mostly that of last time.
import { setValue } from "./form.js";

const ENDS = /^[a-z0-9]{1,5}$/;

export class Recording {
  constructor(form, { say, vault, onpictures }) {
    Object.assign(this, { say, vault, onpictures, input: form.querySelector("[data-recording]"), said: form.querySelector("[data-recording-said]"), papers: [] });
    const field = (name) => form.querySelector(`[data-field="${name}"] [name]`);
    Object.assign(this, { medium: field("medium"), device: field("device") });
    this.input?.addEventListener("change", () => this.show());
    form.querySelector('[data-field="medium"]')?.addEventListener("change", () => this.#wantDevice());
  }

  get isChosen() {
    return Boolean(this.input?.files.length);
  }

  // What was recorded says of what kind it is, until somebody says otherwise: what stands still is a paper.
  show() {
    if (!this.input) return;
    const [file] = this.input.files;
    this.said.value = file ? this.say("recorded", { name: file.name }) : "";
    if (file && (!this.medium.value || "proposed" in this.medium.dataset)) {
      setValue(this.medium, /^(audio|video)/.exec(file.type)?.[0] ?? "text");
      this.medium.dataset.proposed = "";
    }
    this.#wantDevice();
  }

  // Sound and pictures that move are recorded by a device that is named.
  #wantDevice() {
    this.device?.toggleAttribute("data-required", ["audio", "video"].includes(this.medium.value));
  }

  async recallDevice() {
    const kept = this.device && this.vault.state === "open" ? await this.vault.get("book", "device") : undefined;
    if (kept && !this.device.value) this.device.value = kept.code;
  }

  async noteDevice() {
    const code = this.device?.value.trim();
    if (code) await this.vault.put("book", "device", { code });
  }

  // As papers: sound and pictures that move go as they are.
  async read() {
    const files = [...(this.input?.files || [])], still = files.filter((one) => one.type.startsWith("image/"));
    const taken = await this.onpictures(still), moving = files.filter((one) => !still.includes(one));
    const { sha256 } = moving.length ? await import("./hash.js") : {};
    for (const file of moving) {
      const hash = await sha256(new Uint8Array(await file.arrayBuffer())), end = file.name.split(".").at(-1).toLowerCase();
      taken.push({ sha256: hash, original: hash, blob: file, name: `recording-${hash.slice(0, 8)}${ENDS.test(end) ? `.${end}` : ""}` });
    }
    this.papers = taken;
    return taken;
  }
}
