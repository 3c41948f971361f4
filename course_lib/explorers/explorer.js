// Every curve and number was computed in Python: this picks what belongs to the controls' state.
(() => {
  "use strict";
  const STEP = 5; // as in _explorer.py
  const KEYS = /^(Arrow.*|Home|End|Page.*|Enter| )$/;

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
    const controls = [...root.querySelectorAll("[data-control]")];
    // read when the reader first moves something: until then the still is right, and the page quick
    let data, parts = [];
    const read = () => {
      const text = host.querySelector("script").textContent;
      if (!text) return; // a site may bring it later, and says so: see below
      data = JSON.parse(text);
      parts = data.parts.map((part) => ({
        ...part,
        element: root.getElementById(part.to),
        values: data.tables[part.table],
      }));
    };
    const value = ({ by, values, size, dots }) => {
      const i = by.reduce((at, k) => at * data.labels[k].length + Number(controls[k].value), 0);
      return size ? path(values, i * size, size, dots) : values[i];
    };
    const show = () => {
      if (!data) read();
      if (!data) return;
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

    // while something runs, a screen reader waits; at the end it hears where that led
    const status = root.querySelector("[role=status]");
    const quiet = (running) => {
      status.ariaLive = running ? "off" : "polite";
      if (running) return;
      for (const { element, shown } of parts) {
        if (status.contains(element)) element.textContent = shown;
      }
    };

    for (const control of controls) control.addEventListener("input", show);
    host.addEventListener("data", show);
    for (const svg of root.querySelectorAll("[data-drag]")) {
      const move = (event) => {
        if (!data) read();
        if (!data) return;
        const place = new DOMPoint(event.clientX, event.clientY)
          .matrixTransform(svg.getScreenCTM().inverse());
        for (const { control, places } of data.drags[svg.dataset.drag]) {
          controls[control].value = nearest(places, place.x);
        }
        show();
      };
      svg.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        svg.setPointerCapture(event.pointerId);
        quiet(true);
        move(event);
      });
      svg.addEventListener("lostpointercapture", () => quiet(false));
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
        quiet(false);
        button.setAttribute("aria-pressed", "false");
      };
      button.addEventListener("click", () => {
        if (timer) return stop();
        if (control.value === control.max) control.value = 0;
        show();
        quiet(true);
        button.setAttribute("aria-pressed", "true");
        timer = setInterval(() => {
          control.stepUp();
          show();
          if (control.value === control.max || !host.isConnected) stop();
        }, 300);
      });
    }
    // notebooks have commands of their own on the keys that move a control
    root.addEventListener("keydown", (event) => {
      const chord = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
      if (!chord && KEYS.test(event.key)) event.stopPropagation();
    });
    root.querySelector(".controls").hidden = false;
  };

  const waiting = 'course-explorer[data-kind="explorer"]:not([data-ready])';
  for (const host of document.querySelectorAll(waiting)) start(host);
})();
