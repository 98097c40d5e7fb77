// The style and the script of the page of `textgen inspect`.
extension InspectionPage {
    static let style = """
        :root { color-scheme: light dark; --line: rgba(128,128,128,0.4); }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; }
        #at { position: sticky; top: 0; min-height: 5.2rem; padding: 0.4rem 0.8rem; background: Canvas;
          border: 1px solid var(--line); border-radius: 0.4rem; z-index: 1; }
        #at p { margin: 0 0 0.2rem; }
        #at ol { display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; list-style: none; margin: 0; padding: 0; }
        code, #text { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
        #text { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.7; padding: 0.6rem 0.8rem;
          border: 1px solid var(--line); border-radius: 0.4rem; max-height: 70vh; overflow: auto; }
        #text span { border-radius: 0.15em; scroll-margin: 7rem 0 2rem; }
        #text .e::before { content: "\\23CE"; opacity: 0.35; }
        #text .here { outline: 2px solid currentColor; }
        .s1 { background: rgba(219,109,40,0.12); } .s2 { background: rgba(219,109,40,0.26); }
        .s3 { background: rgba(219,109,40,0.42); } .s4 { background: rgba(219,109,40,0.58); }
        .s5 { background: rgba(219,109,40,0.75); }
        #legend span { padding: 0.1em 0.4em; border-radius: 0.2em; }
        button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 0.3rem;
          padding: 0 0.4rem; cursor: pointer; text-align: left; }
        button[aria-pressed="true"] { border-color: currentColor; font-weight: bold; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: 0.15rem 1rem 0.15rem 0; border-bottom: 1px solid var(--line); }
        .wide { overflow-x: auto; }
        .strip { display: grid; grid-template-columns: 9rem 1fr; gap: 0.5rem; margin: 0.15rem 0; }
        .strip div { position: relative; border: 1px solid var(--line); cursor: pointer; }
        .strip div::after { content: ""; position: absolute; top: 0; bottom: 0; left: var(--place, -1px); width: 2px;
          background: currentColor; visibility: var(--mark, hidden); }
        canvas { display: block; width: 100%; height: 1.3rem; }
        """

    static let script = #"""
        "use strict";
        const data = JSON.parse(document.getElementById("data").textContent);
        const text = document.getElementById("text");
        const spans = [...text.children];
        const at = document.getElementById("at");
        const shownName = document.getElementById("shown");
        const surprise = document.getElementById("surprise");
        let current = -1;
        let shown = null; // the series that colours the text, null for surprise

        for (const unit of data.units) for (const series of unit.series)
          series.bytes = Int8Array.from(atob(series.values), byte => byte.charCodeAt(0));

        const color = share => share === 0 ? "transparent"
          : `rgba(${share > 0 ? "219,109,40" : "56,139,253"},${(0.75 * Math.min(1, Math.abs(share))).toFixed(2)})`;

        function element(name, content) {
          const made = document.createElement(name);
          made.textContent = content;
          return made;
        }

        // Says what the model expected at a token.
        function describe(index) {
          const line = document.createElement("p");
          line.append(element("code", data.tokens[data.text[index]]),
            ` is number ${index + 1} of ${spans.length}, ${(data.bits[index] / 100).toFixed(1)} bits.`);
          if (shown) {
            const value = shown.series.bytes[index] / 127 * shown.series.largest;
            line.append(` The ${shown.series.name} of unit ${shown.unit.name} is ${value.toFixed(2)}.`);
          }
          line.append(" Expected:");
          const list = document.createElement("ol");
          const expected = data.expected[index];
          for (let k = 0; k < expected.length; k += 2) {
            const item = document.createElement("li");
            item.append(element("code", data.tokens[expected[k]]), ` ${(expected[k + 1] / 10).toFixed(1)} %`);
            list.append(item);
          }
          at.replaceChildren(line, list);
        }

        function go(index, scrolls) {
          if (!spans.length) return;
          index = Math.max(0, Math.min(spans.length - 1, index));
          if (current >= 0) spans[current].classList.remove("here");
          current = index;
          spans[index].classList.add("here");
          document.body.style.setProperty("--place", `${100 * index / spans.length}%`);
          document.body.style.setProperty("--mark", "visible");
          describe(index);
          if (scrolls) spans[index].scrollIntoView({ block: "nearest" });
        }

        text.addEventListener("pointerover", event => {
          const index = spans.indexOf(event.target);
          if (index >= 0) go(index, false);
        });
        text.addEventListener("focus", () => { if (current < 0) go(0, false); });

        // The token nearest above or below, on the next line that is laid out.
        function vertical(step) {
          const from = spans[current].getBoundingClientRect();
          let best = current;
          let bestDistance = Infinity;
          let line = null;
          for (let index = current + step; index >= 0 && index < spans.length; index += step) {
            const box = spans[index].getBoundingClientRect();
            if (Math.abs(box.top - from.top) < 4) continue;
            if (line === null) line = box.top;
            if (Math.abs(box.top - line) > 4) break;
            if (Math.abs(box.left - from.left) < bestDistance) {
              bestDistance = Math.abs(box.left - from.left);
              best = index;
            }
          }
          return best;
        }

        text.addEventListener("keydown", event => {
          if (event.ctrlKey || event.altKey || event.metaKey) return;
          const place = Math.max(current, 0);
          const targets = {
            ArrowRight: () => place + 1, ArrowLeft: () => place - 1, ArrowDown: () => vertical(1),
            ArrowUp: () => vertical(-1), Home: () => 0, End: () => spans.length - 1,
          };
          if (!targets[event.key]) return;
          event.preventDefault();
          go(targets[event.key](), true);
        });

        function paint(unit, series) {
          shown = unit ? { unit, series } : null;
          spans.forEach((span, index) => {
            span.style.background = series ? color(series.bytes[index] / 127) : "";
          });
          shownName.textContent = unit ? `Coloured by the ${series.name} of unit ${unit.name}.` : "";
          surprise.setAttribute("aria-pressed", String(!unit));
          for (const button of document.querySelectorAll("button[data-unit]"))
            button.setAttribute("aria-pressed", String(chosen(button).series === series));
          if (current >= 0) describe(current);
        }

        function chosen(button) {
          const unit = data.units[Number(button.dataset.unit)];
          return { unit, series: unit.series[Number(button.dataset.series ?? unit.memory)] };
        }

        surprise.addEventListener("click", () => paint(null, null));
        for (const button of document.querySelectorAll("button[data-unit]"))
          button.addEventListener("click", () => {
            const { unit, series } = chosen(button);
            paint(unit, series);
          });
        for (const button of document.querySelectorAll("button[data-go]"))
          button.addEventListener("click", () => { go(Number(button.dataset.go), true); text.focus(); });

        for (const strip of document.querySelectorAll(".strip")) {
          const { series } = chosen(strip.querySelector("button"));
          const canvas = strip.querySelector("canvas");
          const count = series.bytes.length;
          canvas.width = Math.min(count, 4000);
          const context = canvas.getContext("2d");
          for (let x = 0; x < canvas.width; x++) {
            const start = Math.floor(x * count / canvas.width);
            const end = Math.max(start + 1, Math.floor((x + 1) * count / canvas.width));
            let sum = 0;
            for (let index = start; index < end; index++) sum += series.bytes[index];
            context.fillStyle = color(sum / (end - start) / 127);
            context.fillRect(x, 0, 1, 1);
          }
          canvas.parentElement.addEventListener("click", event => {
            const box = canvas.getBoundingClientRect();
            go(Math.floor((event.clientX - box.left) / box.width * count), true);
          });
        }
        """#
}
