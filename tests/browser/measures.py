"""Measures of a member's page, rule by rule (survey, 4.2): what a browser alone can tell. Each fault begins with its rule."""

from playwright.sync_api import Page

WIDTHS = (320, 360, 768, 1280)

LOOK = """
() => {
  const faults = [], say = (rule, words, of) => faults.push(`rule ${rule}: ${words}: ${(of.textContent || of.name || of.tagName).trim().replace(/\\s+/g, ' ').slice(0, 50)}`);
  const colour = text => { const parts = text.match(/[\\d.]+/g).map(Number); return parts.length < 4 ? [...parts, 1] : parts; };
  const light = parts => parts.slice(0, 3).map(part => part / 255).map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0);
  const contrast = (one, other) => { const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b); return (bright + .05) / (dark + .05); };
  const behind = of => { for (let at = of; at; at = at.parentElement) { const found = colour(getComputedStyle(at).backgroundColor); if (found[3] > 0) return found; } return [255, 255, 255, 1]; };
  const seen = of => { const box = of.getBoundingClientRect(); return box.width > 2 && box.height > 2 && getComputedStyle(of).visibility === 'visible' && !of.closest('.un:not(:focus)'); };
  const all = selector => [...document.querySelectorAll(selector)].filter(seen);

  // rule 2: 20 px, 18 at least; lines 1.5 apart
  const base = getComputedStyle(document.body), written = parseFloat(base.fontSize);
  if (written < 20) faults.push(`rule 2: the page is written in ${written} px`);
  if (parseFloat(base.lineHeight) / written < 1.5) faults.push('rule 2: lines too near each other');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const of = node.parentElement;
    if (!node.data.trim() || !seen(of) || ['STYLE', 'SCRIPT'].includes(of.tagName)) continue;
    const style = getComputedStyle(of);
    if (parseFloat(style.fontSize) < 18) say(2, `${style.fontSize} only`, of);
    // rule 3: 7 to 1 for text
    const told = contrast(colour(style.color), behind(of));
    if (told < 7) say(3, `contrast of ${told.toFixed(2)}`, of);
  }
  // rule 3: 3 to 1 for what is pressed or filled in; a link is underlined, since colour is never alone
  for (const of of all('.row, [type=text], textarea')) {
    const told = contrast(colour(getComputedStyle(of).borderTopColor), behind(of.parentElement));
    if (told < 3) say(3, `edge at ${told.toFixed(2)}`, of);
  }
  for (const of of all('.go')) if (contrast(behind(of), behind(of.parentElement)) < 3) say(3, 'pale button', of);
  for (const of of all('main a')) if (!getComputedStyle(of).textDecorationLine.includes('underline')) say(3, 'link told by its colour alone', of);

  // rule 4: a whole row, 48 px high, bordered, 8 px from the next; a circle of 24
  let before = null;
  for (const of of all('label.row')) {
    const box = of.getBoundingClientRect(), mark = of.querySelector('input').getBoundingClientRect();
    if (box.height < 48) say(4, `${box.height} px high`, of);
    if (parseFloat(getComputedStyle(of).borderTopWidth) < 1) say(4, 'no edge', of);
    if (mark.width < 24 || mark.height < 24) say(4, `a mark of ${mark.width} px`, of);
    if (before !== null && box.top - before < 8) say(4, `${(box.top - before).toFixed(1)} px below the other`, of);
    before = box.bottom;
  }
  for (const of of all('main button, main a.link, main summary, [type=text], textarea')) {
    if (of.getBoundingClientRect().height < 48) say(4, `${of.getBoundingClientRect().height} px high`, of);
  }
  // rule 5: one column: nothing to fill in stands beside another
  const fields = all('label.row, [type=text], textarea').filter(of => !of.closest('.days'));
  for (const of of new Set(fields.map(one => one.parentElement))) {
    const edges = fields.filter(one => one.parentElement === of).map(one => Math.round(one.getBoundingClientRect().left));
    if (new Set(edges).size > 1) say(5, 'more than one column', of);
  }
  // rule 8: nothing moves, nothing pops up
  for (const of of document.querySelectorAll('*')) {
    const style = getComputedStyle(of);
    if (style.animationName !== 'none' || style.transitionDuration !== '0s') say(8, 'it moves', of);
  }
  return faults;
}
"""
WIDER = """
() => {
  const faults = [], beside = document.documentElement.scrollWidth - innerWidth;
  if (beside > 0) faults.push(`${beside} px beside the screen`);
  for (const of of document.querySelectorAll('main *')) {
    const box = of.getBoundingClientRect();
    if (of.closest('.un')) continue;
    if (box.width > 2 && box.right > innerWidth + 1) faults.push(`cut: ${of.tagName} ${of.textContent.trim().slice(0, 40)}`);
  }
  return faults;
}
"""


def faults(page: Page) -> list[str]:
    """What is wrong on the page as it stands, at every width and with letters twice as large."""
    size = page.viewport_size
    assert size is not None
    found = [f"{fault} ({size['width']} px)" for fault in page.evaluate(LOOK)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": size["height"]})
        found += [f"rule 2: {fault} of {width} px" for fault in page.evaluate(WIDER)]
        found += [f"{f} ({width} px)" for f in page.evaluate(LOOK) if not f.startswith("rule 3")]
    found += _twice_as_large(page, size["height"])
    page.set_viewport_size(size)
    return list(dict.fromkeys(found))


def _twice_as_large(page: Page, height: int) -> list[str]:
    """Letters of 200 %, on the screen that a zoom of 200 % leaves, then on the smallest telephone."""
    found = []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": height})
        found += [f"rule 2: {f}, letters doubled, {width} px" for f in page.evaluate(WIDER)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found
