// Sites that copy each other, and sites whose pages scripts write.
#include "farm_pages.h"
#include <base/bytes.h>

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr int kStoryWords = 260;

// Words without meaning, always the same ones; with `every`, each so many-th is another.
std::string story(int every) {
  static constexpr const char* kParts[] = {"bren", "colm", "dava", "fero", "gint", "hask", "jolm", "kers",
                                           "lind", "moro", "nask", "perl", "quon", "rast", "silv", "torm"};
  std::string out;
  for (int i = 0; i < kStoryWords; ++i) {
    const bool other = every > 0 && i % every == every - 1;
    const Hash hash = sha256(fmt::format("{}{}", other ? "other" : "word", i % 190));
    out += kParts[hash[0] % 16];
    out += kParts[hash[1] % 16];
    out += kParts[hash[2] % 16];
    out += i % 13 == 12 ? ".</p>\n<p>" : " ";
  }
  return out;
}

std::string story_page(const std::string& title, int every, const std::string& account) {
  return fmt::format(
      R"(<!DOCTYPE html><html lang="en"><head><title>{0}</title><link rel="shortcut icon" href="/favicon.ico"></head>
<body class="story"><div class="top"><nav class="menu"><ul><li>Home</li></ul></nav></div><main class="page">
<section class="lead"><h1>{0}</h1></section><section class="text"><p>{1}</p></section></main>
<aside class="more"><form class="mail"><input name="q"></form></aside><footer class="foot"><div class="fine">Words without meaning, for tests.</div></footer>
<script>ga('create','{2}','auto')</script></body></html>
)",
      title, story(every), account);
}

void send_page(FarmOut& out, const std::string& body) {
  out.send(http_answer(200, "Content-Type: text/html; charset=utf-8\r\n", body));
}

// Plain HTTP finds an empty page here: the words come together in the browser.
constexpr const char* kScripted =
    R"(<!DOCTYPE html><html><head><title>Members</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>)";
constexpr const char* kScript =
    R"(const parts = ['planted', 'term', 'quorvix'], more = ['planted', 'term', 'zelmarun'];
document.getElementById('app').innerHTML = '<h1>Tonight</h1><p>Members only. The offer is ' + parts.join('-') + ' with ' +
  more.join('-') + ', sent to anybody who asks, without a question about age.</p><p>Screen of ' + screen.width + ' by ' + screen.height +
  ', touch ' + ('ontouchstart' in window) + '.</p><img src="/pictures/3.png" width="320" height="240" alt="Hills">';
)";

// Asks for what a page of the outside must not reach, and says what it got.
constexpr const char* kReaching =
    R"(<!DOCTYPE html><html><head><title>Reaching</title></head><body><p>Nothing yet.</p><img src="http://10.0.0.1/a.png">
<iframe src="http://127.0.0.1:1/"></iframe><script src="/reach.js"></script></body></html>)";

std::string reach_script(const std::string& own_port) {
  return fmt::format(
      R"(const got = [];
const tries = ['http://127.0.0.1:{0}/', 'http://localhost:{0}/', 'http://[::1]:{0}/', 'http://169.254.169.254/latest/meta-data/',
  'http://192.168.0.1/', 'file:///etc/hostname', 'http://shop-001.example.internal.test/', 'http://0x7f000001:{0}/', 'ftp://127.0.0.1/'];
Promise.all(tries.map((u) => fetch(u, {{ mode: 'no-cors' }}).then(() => got.push(u), () => 0))).then(() => {{
  try {{ const s = new WebSocket('ws://127.0.0.1:{0}/socket'); s.onopen = () => got.push('socket'); }} catch (e) {{}}
  document.body.innerHTML = '<p>Reached ' + got.length + ' places: ' + got.join(' ') + '</p>';
}});
)",
      own_port);
}

void answer_scripted(const FarmRequest& request, FarmOut& out) {
  if (request.path == "/app.js") {
    out.send(http_answer(200, "Content-Type: text/javascript\r\n", kScript));
    return;
  }
  if (request.path.starts_with("/pictures/3")) {
    out.send(http_answer(200, "Content-Type: image/png\r\n", farm_picture(3)));
    return;
  }
  if (request.path == "/") return send_page(out, kScripted);
  out.send(http_answer(404, "Content-Type: text/plain\r\n", "Nothing here.\n"));
}

void answer_reaching(const FarmRequest& request, FarmOut& out) {
  if (request.path.starts_with("/reach.js"))
    out.send(http_answer(200, "Content-Type: text/javascript\r\n", reach_script(request.port)));
  else
    send_page(out, kReaching);
}

FarmAnswer story_of(int every, const char* title, const char* account) {
  return [=](const FarmRequest& request, FarmOut& out) {
    if (request.path == "/favicon.ico")
      out.send(http_answer(200, "Content-Type: image/png\r\n", farm_picture(every > 0 ? 8 : 7)));
    else
      send_page(out, story_page(title, every, account));
  };
}

}  // namespace

const std::map<std::string, FarmAnswer>& scripted_answers() {
  static const std::map<std::string, FarmAnswer> answers{
      {"story-001.example", story_of(0, "A story", "UA-1000001-1")},
      {"story-002.example", story_of(5, "Another story", "UA-1000002-1")},
      {"scripted.example", answer_scripted},
      {"reaching.example", answer_reaching},
      {"endless-script.example",
       [](const FarmRequest&, FarmOut& out) {
         send_page(out, "<html><body><p>Before.</p><script>for (;;) {}</script></body></html>");
       }},
  };
  return answers;
}

std::vector<FarmSite> scripted_sites() {
  return {{"story-001.example", "mirror", "A page that another one copies", false, ""},
          {"story-002.example", "mirror", "The copy, with every fifth word changed", false, ""},
          {"scripted.example", "scripted", "A page that its scripts write: empty without a browser", false, ""},
          {"reaching.example", "scripted", "Scripts that reach for private addresses", false, ""},
          {"endless-script.example", "scripted", "A script that never ends", false, ""}};
}

}  // namespace muster::testing
