#!/usr/bin/env python3
"""Opens a page of `textgen inspect --html` in Chromium, without a network, in the light and the dark scheme, and uses it:
keys, buttons, pictures. Fails if the page logs anything, asks for another file, is larger than it should be, is hard to
read, or doesn't do what it says.

    textgen inspect play.txt --ablation --html play.html
    python3 Scripts/check_page.py play.html --screenshots folder

Needs Chromium (Debian's package chromium); --browser names another program.
"""
import argparse
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# Runs in the page after its own script; the answers land in an attribute, which --dump-dom prints.
PROBE = r"""
<script>
const answers = {};
const press = key => text.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const channels = value => (value.match(/[\d.]+/g) || []).map(Number);
const luminance = rgb => rgb.slice(0, 3).map(v => v / 255)
  .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
const over = (top, below) => {
  const alpha = top.length > 3 ? top[3] : 1;
  return [0, 1, 2].map(k => top[k] * alpha + below[k] * (1 - alpha));
};
function contrast(span) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const probe = document.createElement("i");
  probe.style.cssText = "color:CanvasText;background:Canvas";
  document.body.append(probe);
  const page = channels(getComputedStyle(probe).backgroundColor);
  const back = over(channels(getComputedStyle(span).backgroundColor), page);
  const [a, b] = [luminance(channels(getComputedStyle(span).color)), luminance(back)].sort((x, y) => y - x);
  probe.remove();
  return (a + 0.05) / (b + 0.05);
}
answers.dark = matchMedia("(prefers-color-scheme: dark)").matches;
answers.still = document.getAnimations().length === 0;
answers.surpriseContrast = Math.min(...[...document.querySelectorAll("#legend span[class]")].map(contrast));
text.focus();
for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown"]) press(key);
answers.moved = current > 1;
answers.expected = at.querySelectorAll("li").length;
press("Home");
answers.first = current === 0 && text.querySelector(".here") === spans[0];
press("End");
answers.last = current === spans.length - 1;
spans[3].dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
answers.pointed = current === 3;
const buttons = [...document.querySelectorAll("button[data-unit]")];
answers.buttons = buttons.length;
let lowest = 99;
for (const button of buttons.slice(0, 6)) {
  button.click();
  answers.pressed = button.getAttribute("aria-pressed") === "true" && shownName.textContent !== "";
  lowest = Math.min(lowest, ...spans.slice(0, 400).map(contrast));
}
answers.unitContrast = lowest;
surprise.click();
answers.back = spans.every(span => span.style.background === "");
answers.drawn = [...document.querySelectorAll("canvas")].every(canvas =>
  canvas.getContext("2d").getImageData(0, 0, canvas.width, 1).data.some(value => value > 0));
answers.fits = document.documentElement.scrollWidth <= innerWidth;
answers.resources = performance.getEntriesByType("resource").map(entry => entry.name).filter(name => name !== "data:,");
document.documentElement.dataset.answers = JSON.stringify(answers);
</script>
"""
TRUE = ["still", "moved", "first", "last", "pointed", "pressed", "back", "drawn", "fits"]


def run(browser, page, *options):
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars",
             "--virtual-time-budget=4000", *options, page.as_uri()],
            capture_output=True, text=True, timeout=120, check=True)


def problems(browser, page, scheme, width, screenshots):
    text = page.read_text(encoding="utf-8")
    settings = [f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}", f"--window-size={width},1400"]
    with tempfile.TemporaryDirectory() as folder:
        probed = pathlib.Path(folder) / "page.html"
        probed.write_text(text.replace("</body>", PROBE + "</body>"), encoding="utf-8")
        outcome = run(browser, probed, "--dump-dom", *settings)
    found = [line for line in outcome.stderr.splitlines() if "CONSOLE" in line]
    if screenshots:
        pathlib.Path(screenshots).mkdir(parents=True, exist_ok=True)
        target = pathlib.Path(screenshots).resolve() / f"{page.stem}-{scheme}-{width}.png"
        run(browser, page, f"--screenshot={target}", *settings)
    match = re.search(r'data-answers="([^"]*)"', outcome.stdout)
    if not match:
        return found + ["the page's script or the probe stopped"]
    answers = json.loads(html.unescape(match.group(1)))
    print(f"{scheme}, {width} wide: {json.dumps(answers)}")
    found += [f"{name} is false" for name in TRUE if answers.get(name) is not True]
    found += [f"{name} is {answers[name]:.2f}, below 4.5" for name in ("surpriseContrast", "unitContrast")
              if answers[name] < 4.5]
    if answers["dark"] != (scheme == "dark"):
        found.append(f"the {scheme} scheme was not used")
    if answers["expected"] == 0 or answers["buttons"] == 0:
        found.append("there is nothing to see at a character, or nothing to press")
    return found + [f"the page asked for {name}" for name in answers["resources"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("google-chrome"))
    parser.add_argument("--screenshots", help="folder for pictures of the page")
    parser.add_argument("--max-bytes", type=int, default=2_000_000)
    options = parser.parse_args()
    if options.browser is None:
        sys.exit("error: Chromium is missing; install it (on Debian: apt-get install chromium) or give --browser.")
    page = options.page.resolve()
    size = page.stat().st_size
    found = [f"{size:,} bytes, more than {options.max_bytes:,}"] if size > options.max_bytes else []
    print(f"{options.page}: {size:,} bytes")
    for scheme in ("light", "dark"):
        for width in (1100, 500):
            found += [f"{scheme}, {width} wide: {problem}"
                      for problem in problems(options.browser, page, scheme, width, options.screenshots)]
    for problem in found:
        print(f"{options.page}: error: {problem}", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
