#include <billing/flows.h>
#include <boost/json.hpp>

namespace muster::billing {
namespace {

namespace json = boost::json;

constexpr std::size_t kTextsMax = 400, kTextMax = 500, kBoxesMax = 50, kControlsMax = 100;

// Each text with why nobody sees it: its colour against what is behind it (WCAG 2.1), its size, its place, its styles.
const std::string kProbe =
    R"JS((() => {
  const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const colour = text => (text.match(/[\d.]+/g) || []).map(Number);
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = colour(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0.5) return c;
    }
    return [255, 255, 255];
  };
  const why = (e, range) => {
    for (let p = e; p; p = p.parentElement) {
      const s = getComputedStyle(p);
      if (s.display === 'none' || s.visibility === 'hidden' || Number(s.opacity) < 0.1) return 'not_shown';
    }
    const style = getComputedStyle(e), box = range.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) return 'not_shown';
    const x = box.left + scrollX, y = box.top + scrollY;
    if (x + box.width <= 0 || y + box.height <= 0 || x >= 412 || y >= 2 * 915) return 'outside';
    if (parseFloat(style.fontSize) < 7) return 'size';
    const fg = colour(style.color), a = light(fg), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return ratio < 1.5 || fg[3] < 0.1 ? 'colour' : '';
  };
  const texts = [], walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && texts.length < 400) {
    const node = walker.currentNode, e = node.parentElement, text = node.data.replace(/\s+/g, ' ').trim();
    if (!text || !e || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE'].includes(e.tagName)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    texts.push({ text: text.slice(0, 500), hidden: why(e, range) });
  }
  const label = e => (e.innerText || e.value || e.getAttribute('aria-label') || '').replace(/\s+/g, ' ').trim().slice(0, 200);
  const leads = e => {
    if (e.tagName === 'A' && e.href && !e.href.startsWith('javascript:')) return e.href;
    if (e.form && (e.type === 'submit' || e.type === 'image'))
      return new URL(e.getAttribute('formaction') || e.form.getAttribute('action') || '', location.href).href;
    return '';
  };
  const boxes = [...document.querySelectorAll('input[type=checkbox], input[type=radio]')].slice(0, 50).map(e =>
    ({ label: (e.labels && e.labels[0] ? label(e.labels[0]) : e.name || '').slice(0, 200), ticked: e.checked }));
  const controls = [...document.querySelectorAll('a[href], button, input[type=submit], input[type=button], input[type=image], [onclick]')]
    .slice(0, 100).map(e => ({ label: label(e), target: leads(e) }));
  return JSON.stringify({ title: document.title.slice(0, 200), texts, boxes, controls });
})())JS";

std::string text_in(const json::object& from, const char* name, std::size_t most) {
  const auto* value = from.if_contains(name);
  std::string out = value && value->is_string() ? std::string(value->as_string()) : std::string();
  return out.size() <= most ? out : std::string();
}

template <class Each>
void each_object(const json::object& from, const char* name, std::size_t most, const Each& each) {
  const auto* list = from.if_contains(name);
  if (!list || !list->is_array()) return;
  for (const auto& one : list->get_array()) {
    if (most-- == 0) return;
    if (one.is_object()) each(one.get_object());
  }
}

}  // namespace

const std::string& flow_probe() {
  return kProbe;
}

Result<SeenStep> read_probe(std::string_view text, const std::string& url) {
  boost::system::error_code fault;
  const json::value value = json::parse({text.data(), text.size()}, fault);
  if (fault || !value.is_object()) return invalid("flow_probe", "The page did not say what it shows.");
  const json::object& object = value.get_object();
  SeenStep step;
  step.url = url;
  step.title = text_in(object, "title", 4 * 200);
  each_object(object, "texts", kTextsMax, [&](const json::object& o) {
    step.texts.push_back({text_in(o, "text", 4 * kTextMax), text_in(o, "hidden", 20)});
  });
  each_object(object, "boxes", kBoxesMax, [&](const json::object& o) {
    const auto* ticked = o.if_contains("ticked");
    step.boxes.push_back({text_in(o, "label", 800), ticked && ticked->is_bool() && ticked->get_bool()});
  });
  each_object(object, "controls", kControlsMax, [&](const json::object& o) {
    step.controls.push_back({text_in(o, "label", 800), text_in(o, "target", 4000)});
  });
  return step;
}

}  // namespace muster::billing
