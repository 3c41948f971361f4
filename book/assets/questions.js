// Remembers, in this browser and nowhere else, which choice of each question was opened first.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const LANGUAGE = document.documentElement.lang;
  const TEXTS = {
    en: {
      first: "first choice",
      count: "{name}: {given} of {total} questions answered, {right} right at the first choice.",
      here: "This page",
      none: "No question answered so far.",
      forget: "Forget my answers",
      kept: "They are kept in this browser alone.",
    },
    ja: {
      first: "最初の選択",
      count: "{name}：解答した問い {given}/{total}、最初の選択で正解 {right}",
      here: "このページ",
      none: "解答した問いは、まだありません。",
      forget: "解答の記録を消す",
      kept: "記録はこのブラウザの中だけに残ります。",
    },
  }[LANGUAGE];
  const KEY = `course-answers-${LANGUAGE}`; // {page: {title, total, first: {question: {choice, right}}}}
  const page = location.pathname.split("/").pop() || "index.html";

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (answers) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(answers));
    } catch {
      // a browser that keeps nothing still shows the answers
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // nothing was kept
    }
    for (const note of document.querySelectorAll(".first-choice")) note.remove();
    draw();
  };

  const choices = [...document.querySelectorAll("details.choice")];
  const questions = [...new Set(choices.map((choice) => choice.dataset.question))];
  const choicesOf = (question) => choices.filter((c) => c.dataset.question === question);

  const note = (choice) => {
    const mark = document.createElement("span");
    mark.className = "first-choice";
    mark.textContent = TEXTS.first;
    choice.querySelector("summary").append(" ", mark);
  };
  const remember = (choice) => {
    const answers = read();
    const here = answers[page] ?? { first: {} };
    if (here.first[choice.dataset.question]) return;
    here.title = document.querySelector("h1")?.firstChild?.textContent?.trim() ?? page;
    here.total = questions.length;
    here.first[choice.dataset.question] = {
      choice: choicesOf(choice.dataset.question).indexOf(choice),
      right: choice.dataset.right === "true",
    };
    write({ ...answers, [page]: here });
    note(choice);
    draw();
  };

  const text = (name, { first, total }) => {
    const given = Object.values(first);
    const right = given.filter((answer) => answer.right).length;
    const values = { name, given: given.length, total, right };
    return TEXTS.count.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  };
  const button = () => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = TEXTS.forget;
    made.addEventListener("click", forget);
    return made;
  };
  const line = (content) => {
    const made = document.createElement("p");
    made.textContent = content;
    return made;
  };

  // One status stands after a page's last question, one where a page asks for all of them.
  const place = document.querySelector("#answers") ?? document.createElement("div");
  place.classList.add("answers");
  place.setAttribute("role", "status");
  const draw = () => {
    const answers = read();
    const lines = choices.length
      ? [line(text(TEXTS.here, answers[page] ?? { first: {}, total: questions.length }))]
      : Object.values(answers).map((there) => line(text(there.title, there)));
    if (!choices.length && !lines.length) lines.push(line(TEXTS.none));
    if (Object.keys(answers).length) {
      lines.at(-1).append(" ", button(), ` ${TEXTS.kept}`);
    }
    place.replaceChildren(...lines);
  };

  if (choices.length) choices.at(-1).after(place);
  if (!place.isConnected) return;
  const here = read()[page]?.first ?? {};
  for (const [question, { choice }] of Object.entries(here)) {
    const chosen = choicesOf(question)[choice];
    if (chosen) note(chosen);
  }
  for (const choice of choices) {
    choice.addEventListener("toggle", () => choice.open && remember(choice));
  }
  draw();
});
