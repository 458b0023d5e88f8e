// The photographs of a form: taken, shown, taken away again. Beside each stands what it shows, where the form asks for that.
export class Photos {
  constructor(list, { say, onchange }) {
    Object.assign(this, { list, say, onchange, all: [], count: 0, kinds: JSON.parse(list.dataset.kinds || "{}"), usual: JSON.parse(list.dataset.usual || "[]") });
  }

  add(photos) {
    for (const one of photos) {
      const photo = { ...one, kind: one.kind || this.#next() };
      this.all.push(photo);
      this.list.append(this.#item(photo));
    }
    this.onchange();
  }

  clear() {
    for (const one of this.list.querySelectorAll("img")) URL.revokeObjectURL(one.src);
    Object.assign(this, { all: [], count: 0 });
    this.list.replaceChildren();
  }

  // The first that no photograph shows yet; beyond them all the last.
  #next() {
    return this.usual.find((kind) => !this.all.some((one) => one.kind === kind)) ?? this.usual.at(-1);
  }

  #item(photo) {
    const item = document.createElement("li"), image = document.createElement("img"), away = document.createElement("button");
    const n = (this.count += 1), name = this.say("photo", { n }); // a number is nobody else's, whatever is taken away
    Object.assign(image, { src: URL.createObjectURL(photo.blob), alt: name });
    Object.assign(away, { type: "button", className: "second", textContent: this.say("take away") });
    away.setAttribute("aria-label", `${this.say("take away")} ${name}`);
    away.onclick = () => {
      this.all = this.all.filter((one) => one !== photo);
      URL.revokeObjectURL(image.src);
      item.remove();
      this.list.focus();
      this.onchange();
    };
    image.onerror = () => image.replaceWith(Object.assign(document.createElement("p"), { textContent: this.say("not shown", { n }) }));
    item.append(image, ...this.#kind(photo, name), away);
    return item;
  }

  #kind(photo, name) {
    const words = Object.entries(this.kinds);
    if (!words.length) return [];
    const choice = document.createElement("select");
    choice.setAttribute("aria-label", name);
    choice.append(...words.map(([value, title]) => new Option(title, value)));
    choice.value = photo.kind;
    choice.onchange = () => Object.assign(photo, { kind: choice.value });
    return [choice];
  }
}
