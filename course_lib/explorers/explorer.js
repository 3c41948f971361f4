// Every curve and number was computed in Python: this picks what belongs to the controls' state.
(() => {
  "use strict";
  const STEP = 5; // as in _explorer.py

  const path = ([xs, ys], from, size, dots) => {
    let d = "", pen = "M";
    for (let i = from; i < from + size; i++) {
      if (xs[i] === null) pen = "M";
      else if (dots) d += `M${xs[i] * STEP},${ys[i] * STEP}h0`;
      else {
        d += `${pen}${xs[i] * STEP},${ys[i] * STEP}`;
        pen = "L";
      }
    }
    return d;
  };

  const nearest = (places, place) =>
    places.reduce((best, at, i) =>
      Math.abs(at - place) < Math.abs(places[best] - place) ? i : best, 0);

  const start = (host) => {
    host.dataset.ready = "";
    const template = host.querySelector("template");
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    if (template) root.append(template.content);
    const data = JSON.parse(host.querySelector("script").textContent);
    const controls = [...root.querySelectorAll("[data-control]")];
    const parts = data.parts.map((part) => ({
      ...part,
      element: root.getElementById(part.to),
      values: data.tables[part.table],
    }));

    const value = ({ by, values, size, dots }) => {
      const i = by.reduce((at, k) => at * data.labels[k].length + Number(controls[k].value), 0);
      return size ? path(values, i * size, size, dots) : values[i];
    };
    const show = () => {
      controls.forEach((control, k) => {
        const label = data.labels[k][control.value];
        if (control.type !== "range" || control.ariaValueText === label) return;
        control.ariaValueText = label;
        root.getElementById(`label-${k}`).textContent = label;
      });
      for (const part of parts) {
        const now = value(part);
        if (now === part.shown) continue;
        part.shown = now;
        if (part.set === "text") part.element.textContent = now;
        else part.element.setAttribute(part.set, now);
      }
    };

    for (const control of controls) control.addEventListener("input", show);
    for (const svg of root.querySelectorAll("[data-drag]")) {
      const drag = data.drags[svg.dataset.drag];
      const move = (event) => {
        const place = new DOMPoint(event.clientX, event.clientY)
          .matrixTransform(svg.getScreenCTM().inverse());
        for (const { control, axis, places } of drag) {
          controls[control].value = nearest(places, place[axis]);
        }
        show();
      };
      svg.addEventListener("pointerdown", (event) => {
        svg.setPointerCapture(event.pointerId);
        move(event);
      });
      svg.addEventListener("pointermove", (event) => {
        if (svg.hasPointerCapture(event.pointerId)) move(event);
      });
    }
    for (const button of root.querySelectorAll("[data-play]")) {
      const control = controls[button.dataset.play];
      let timer = 0;
      const stop = () => {
        clearInterval(timer);
        timer = 0;
        button.setAttribute("aria-pressed", "false");
      };
      button.addEventListener("click", () => {
        if (timer) return stop();
        if (control.value === control.max) control.value = 0;
        show();
        button.setAttribute("aria-pressed", "true");
        timer = setInterval(() => {
          control.stepUp();
          show();
          if (control.value === control.max || !host.isConnected) stop();
        }, 300);
      });
    }
    // JupyterLab has commands of its own on the arrow keys
    root.addEventListener("keydown", (event) => event.stopPropagation());
    root.querySelector(".controls").hidden = false;
    show();
  };

  const waiting = 'course-explorer[data-kind="explorer"]:not([data-ready])';
  for (const host of document.querySelectorAll(waiting)) start(host);
})();
