// Paper of 28 x 28 cells, and the forward pass of the network that reads it.
(() => {
  "use strict";
  const SIDE = 28;
  // How far from the middle of a stroke the ink ends, in cells; it fades over the last one.
  const BRUSH = 1.8;
  // MNIST's digits are so large, and their centre of mass is here.
  const BOX = 20, MIDDLE = 14;

  const bytes = (text, Type) => new Type(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const clip = (value) => Math.min(1, Math.max(0, value));

  // x @ W + b, with W = scale * whole
  const affine = ({ whole, scale, biases }, x) => {
    const sums = new Float64Array(biases.length);
    x.forEach((value, i) => {
      if (value === 0) return;
      for (let j = 0; j < sums.length; j++) sums[j] += value * whole[i * sums.length + j];
    });
    return sums.map((sum, j) => scale * sum + biases[j]);
  };
  const logits = (layers, x) => layers.reduce(
    (inputs, layer, i) => affine(layer, i ? inputs.map((v) => Math.max(0, v)) : inputs), x);
  // log softmax(z) = z - max - log(sum(exp(z - max)))
  const logSoftmax = (z) => {
    const most = Math.max(...z);
    const total = z.reduce((sum, v) => sum + Math.exp(v - most), 0);
    return z.map((v) => v - most - Math.log(total));
  };

  // The drawing as MNIST has it: as large as the others, its centre of mass in the middle.
  const placed = (ink) => {
    let mass = 0, across = 0, down = 0;
    let left = SIDE, right = -1, top = SIDE, bottom = -1;
    ink.forEach((value, i) => {
      if (value === 0) return;
      const column = i % SIDE, row = Math.floor(i / SIDE);
      mass += value;
      across += value * column;
      down += value * row;
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    });
    if (mass === 0) return ink;
    const side = Math.max(right - left, bottom - top) + 1;
    const exact = Math.abs(side - BOX) <= 1;
    const grown = exact ? 1 : BOX / side;
    const from = [across, down].map((sum) => (exact ? MIDDLE - Math.round(MIDDLE - sum / mass) : sum / mass));
    const at = (column, row) =>
      column < 0 || row < 0 || column >= SIDE || row >= SIDE ? 0 : ink[row * SIDE + column];
    return ink.map((_, i) => {
      const x = from[0] + ((i % SIDE) - MIDDLE) / grown;
      const y = from[1] + (Math.floor(i / SIDE) - MIDDLE) / grown;
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const [a, b] = [x - column, y - row];
      return (1 - b) * ((1 - a) * at(column, row) + a * at(column + 1, row))
        + b * ((1 - a) * at(column, row + 1) + a * at(column + 1, row + 1));
    });
  };

  const start = (host) => {
    host.dataset.ready = "";
    const template = host.querySelector("template");
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    if (template) root.append(template.content);
    const data = JSON.parse(host.querySelector("script").textContent);
    const layers = data.layers.map((layer) => ({ ...layer, whole: bytes(layer.whole, Int8Array) }));
    const examples = data.examples.map((text) =>
      Float64Array.from(bytes(text, Uint8Array), (value) => value / 255));
    const find = (selector) => root.querySelector(selector);
    const [pad, cursor, status] = [find("#pad"), find(".pad span"), find("[role=status]")];
    const [example, meant] = [find("[data-choice=example]"), find("[data-choice=meant]")];
    const rows = [...root.querySelectorAll("[data-row]")];
    let ink = examples[example.value].slice(), pen = [13, 13];

    const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    const read = () => {
      const seen = placed(ink);
      const logs = logSoftmax(logits(layers, seen));
      return { seen, probabilities: logs.map(Math.exp), loss: -logs[meant.value] };
    };
    const paint = (canvas, values) => {
      const paper = canvas.getContext("2d"), picture = paper.createImageData(SIDE, SIDE);
      values.forEach((value, i) => picture.data.set([0, 0, 0, 255 * value], 4 * i));
      paper.putImageData(picture, 0, 0);
    };
    const show = () => {
      const detail = read(), { seen, probabilities, loss } = detail;
      paint(pad, ink);
      paint(find("#seen"), seen);
      rows.forEach((row, digit) => {
        row.classList.toggle("meant", digit === Number(meant.value));
        row.querySelector("i").style.width = `${100 * probabilities[digit]}%`;
        row.lastChild.textContent = probabilities[digit].toFixed(4);
      });
      find("#loss").textContent = loss.toFixed(4);
      const highest = Math.max(...probabilities);
      const values = {
        read: probabilities.indexOf(highest),
        highest: highest.toFixed(4),
        meant: meant.value,
        loss: loss.toFixed(4),
      };
      data.sentences.forEach((text, k) => {
        status.children[k].textContent = filled(text, values);
      });
      return detail;
    };
    // Read out when a stroke is done: while it is drawn, the status is busy.
    const say = () => {
      status.ariaBusy = "false";
      host.dispatchEvent(new CustomEvent("read", { detail: show() }));
    };

    // A soft stroke along a line: what a cell gets depends on its distance from it.
    const stroke = ([x1, y1], [x2, y2], erase = false) => {
      const [dx, dy] = [x2 - x1, y2 - y1];
      ink = ink.map((value, i) => {
        const [x, y] = [(i % SIDE) - x1, Math.floor(i / SIDE) - y1];
        const along = clip((x * dx + y * dy) / (dx * dx + dy * dy || 1));
        const far = Math.hypot(x - along * dx, y - along * dy);
        // wider than the brush, so that nothing of a stroke is left at its soft edge
        const here = clip(BRUSH + (erase ? 1 : 0) - far);
        return erase ? Math.min(value, 1 - here) : Math.max(value, here);
      });
      example.value = "";
    };

    const hideCursor = () => {
      cursor.hidden = true;
      find("#cursor").textContent = "";
    };
    let last = null;
    const place = (event) => {
      const box = pad.getBoundingClientRect();
      return [
        ((event.clientX - box.left) / box.width) * SIDE - 0.5,
        ((event.clientY - box.top) / box.height) * SIDE - 0.5,
      ];
    };
    const draw = (event) => {
      const now = place(event);
      stroke(last ?? now, now);
      last = now;
      show();
    };
    pad.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      pad.setPointerCapture(event.pointerId);
      last = null;
      hideCursor();
      status.ariaBusy = "true";
      draw(event);
    });
    pad.addEventListener("pointermove", (event) => {
      if (!pad.hasPointerCapture(event.pointerId)) return;
      for (const step of event.getCoalescedEvents?.() ?? []) draw(step);
      draw(event);
    });
    pad.addEventListener("lostpointercapture", say);

    const point = () => {
      cursor.hidden = false;
      [cursor.style.left, cursor.style.top] = pen.map((cell) => `${(100 * cell) / SIDE}%`);
      const text = data.cursor[ink[pen[1] * SIDE + pen[0]] > 0.5 ? 1 : 0];
      find("#cursor").textContent = filled(text, { row: pen[1] + 1, column: pen[0] + 1 });
    };
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    pad.addEventListener("keydown", (event) => {
      const before = pen, move = moves[event.key];
      const paints = event.key === " " || event.key === "Enter";
      const erases = event.key === "Delete" || event.key === "Backspace";
      if (!move && !paints && !erases) return;
      event.preventDefault();
      if (move) pen = pen.map((cell, k) => Math.min(SIDE - 1, Math.max(0, cell + move[k])));
      if (!move || event.shiftKey) {
        stroke(move ? before : pen, pen, erases);
        say();
      }
      point();
    });
    pad.addEventListener("focus", () => { if (pad.matches(":focus-visible")) point(); });
    pad.addEventListener("blur", hideCursor);

    const put = (picture) => {
      ink = picture.slice();
      say();
    };
    example.addEventListener("input", () => {
      if (example.value === "") return;
      meant.value = example.value;
      put(examples[example.value]);
    });
    meant.addEventListener("input", say);
    find("button").addEventListener("click", () => {
      example.value = "";
      put(new Float64Array(SIDE * SIDE));
    });
    // JupyterLab has commands of its own on these keys
    root.addEventListener("keydown", (event) => event.stopPropagation());
    for (const still of root.querySelectorAll("img")) still.hidden = true;
    for (const live of root.querySelectorAll("canvas, #how, .controls")) live.hidden = false;
    show();
  };

  const waiting = 'course-explorer[data-kind="draw_digit"]:not([data-ready])';
  for (const host of document.querySelectorAll(waiting)) start(host);
})();
