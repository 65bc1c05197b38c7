#include "page_visit.h"

#include "page_log.h"
#include "walk_guard.h"
#include <base/bytes.h>
#include <base/text.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::browser {
namespace json = boost::json;
namespace {

constexpr int kScreenshotQuality = 70;
constexpr auto kClosing = std::chrono::seconds(3);

// A context that is thrown away at the end, with all pages in it.
class Context {
 public:
  Context(DevTools& browser, std::string id) : browser_(browser), id_(std::move(id)) {}
  Context(const Context&) = delete;
  ~Context() {
    (void)browser_.call("Target.disposeBrowserContext", {{"browserContextId", id_}}, "", Steady::now() + kClosing);
  }
  const std::string& id() const { return id_; }

 private:
  DevTools& browser_;
  const std::string id_;
};

class Visit {
 public:
  Visit(DevTools& browser, const PoolOptions& options, const testing::RenderRequest& request)
      : browser_(browser), options_(options), request_(request) {}
  ~Visit() { browser_.on_event({}); }

  Result<testing::Rendered> run() {
    const auto began = Steady::now();
    until_ = began + std::chrono::duration_cast<Steady::duration>(options_.visit_max);
    MUSTER_TRY(const auto proxy,
               GuardProxy::start({options_.connections_max, options_.visit_bytes_max, request_.farm}));
    MUSTER_TRY(const std::string context_id, make_context(proxy->port()));
    const Context context(browser_, context_id);
    MUSTER_CHECK_OK(open_page(context.id()));
    MUSTER_CHECK_OK(dress_as_phone());
    testing::Rendered out;
    if (!request_.walk.empty()) {
      guard_.emplace(request_);
      MUSTER_CHECK_OK(tell("Fetch.enable", {{"patterns", json::array{json::object{{"urlPattern", "*"}}}}}));
    }
    MUSTER_CHECK_OK(load(out));
    MUSTER_CHECK_OK(request_.walk.empty() ? read(out) : walk(out));
    log_->give(out);
    out.refused = proxy->refused();
    out.took = std::chrono::duration_cast<Duration>(Steady::now() - began);
    return out;
  }

 private:
  Result<json::object> page(const char* method, const json::object& parameters = {}) {
    return browser_.call(method, parameters, session_, until_);
  }
  Result<void> tell(const char* method, const json::object& parameters = {}) {
    const auto done = page(method, parameters);
    return done.ok() ? Result<void>() : Result<void>(done.error());
  }
  static Result<std::string> text_of(const json::object& answer, const char* key) {
    const json::value* value = answer.if_contains(key);
    if (value && value->is_string()) return std::string(value->as_string());
    return unavailable("browser_ended", "The browser answered something else than was asked.");
  }

  Result<std::string> make_context(std::uint16_t port) {
    MUSTER_TRY(const auto made, browser_.call("Target.createBrowserContext",
                                              {{"disposeOnDetach", true},
                                               {"proxyServer", fmt::format("http://127.0.0.1:{}", port)},
                                               {"proxyBypassList", "<-loopback>"}},
                                              "", until_));
    MUSTER_TRY(auto id, text_of(made, "browserContextId"));
    const auto denied =
        browser_.call("Browser.setDownloadBehavior", {{"behavior", "deny"}, {"browserContextId", id}}, "", until_);
    if (!denied.ok()) return denied.error();
    return id;
  }

  Result<void> open_page(const std::string& context) {
    MUSTER_TRY(const auto made, browser_.call("Target.createTarget",
                                              {{"url", "about:blank"}, {"browserContextId", context}}, "", until_));
    MUSTER_TRY(const auto target, text_of(made, "targetId"));
    MUSTER_TRY(const auto attached,
               browser_.call("Target.attachToTarget", {{"targetId", target}, {"flatten", true}}, "", until_));
    MUSTER_TRY(session_, text_of(attached, "sessionId"));
    log_.emplace(session_);
    log_->main_frame(target);  // a page's first frame has the page's id
    browser_.on_event([this](const json::object& message) {
      log_->event(message, Steady::now());
      if (const auto answer = guard_ ? guard_->answer(message) : std::nullopt)
        browser_.post(answer->method, answer->parameters, session_);
    });
    return {};
  }

  Result<void> dress_as_phone() {
    MUSTER_CHECK_OK(tell("Page.enable"));
    MUSTER_CHECK_OK(tell("Inspector.enable"));
    MUSTER_CHECK_OK(tell("Network.enable", {{"maxTotalBufferSize", 1 << 20}, {"maxResourceBufferSize", 1 << 18}}));
    MUSTER_CHECK_OK(tell("Emulation.setDeviceMetricsOverride", {{"width", testing::kPhoneWidth},
                                                                {"height", testing::kPhoneHeight},
                                                                {"deviceScaleFactor", 1},
                                                                {"mobile", true},
                                                                {"screenWidth", testing::kPhoneWidth},
                                                                {"screenHeight", testing::kPhoneHeight}}));
    MUSTER_CHECK_OK(tell("Emulation.setTouchEmulationEnabled", {{"enabled", true}, {"maxTouchPoints", 5}}));
    return tell("Emulation.setUserAgentOverride", {{"userAgent", request_.user_agent},
                                                   {"acceptLanguage", request_.accept_language},
                                                   {"platform", "Linux armv81"}});
  }

  // Until the page has loaded and its network has been silent for a while, or half of the time is over.
  Result<void> load(testing::Rendered& out) {
    const auto loading_until = Steady::now() + (until_ - Steady::now()) / 2;
    MUSTER_TRY(const auto begun, browser_.call("Page.navigate", {{"url", request_.url}}, session_, loading_until));
    MUSTER_CHECK_OK(wait([&] { return log_->loaded(); }, loading_until));
    const auto settle_until =
        std::min(Steady::now() + std::chrono::duration_cast<Steady::duration>(options_.settle_max), loading_until);
    out.settled = false;
    MUSTER_CHECK_OK(wait([&] { return out.settled = log_->silent_for(options_.silence, Steady::now()); },
                         std::max(settle_until, Steady::now() + std::chrono::milliseconds(200))));
    (void)begun;
    return {};
  }

  // Page by page along the addresses of the walk, as far as there is something that leads on.
  Result<void> walk(testing::Rendered& out) {
    for (std::size_t at = 0;; ++at) {
      testing::WalkLook look;
      MUSTER_TRY(look.seen, evaluated(request_.probe));
      MUSTER_TRY(look.url, evaluated("location.href"));
      MUSTER_TRY(const auto shot,
                 page("Page.captureScreenshot", {{"format", "jpeg"}, {"quality", kScreenshotQuality}}));
      MUSTER_TRY(const auto base64, text_of(shot, "data"));
      MUSTER_TRY(look.screenshot, from_base64(base64));
      out.looks.push_back(std::move(look));
      if (at + 1 >= request_.walk.size()) break;
      guard_->next(at + 1);
      const std::size_t before = log_->navigations();
      MUSTER_TRY(const std::string pressed, evaluated(press_script(request_.walk[at + 1], request_.never)));
      if (pressed != "pressed") break;
      const auto moved_until =
          std::min(Steady::now() + std::chrono::duration_cast<Steady::duration>(options_.settle_max), until_);
      MUSTER_CHECK_OK(
          wait([&] { return log_->navigations() > before && log_->silent_for(options_.silence, Steady::now()); },
               moved_until));
      if (log_->navigations() == before) break;
    }
    // What the last page does by itself is seen too.
    MUSTER_CHECK_OK(wait([] { return false; }, std::min(Steady::now() + std::chrono::milliseconds(400), until_)));
    out.kept_back = guard_->kept_back();
    out.final_url = out.looks.back().url;
    return {};
  }

  Result<std::string> evaluated(const std::string& expression) {
    MUSTER_TRY(const auto answer, page("Runtime.evaluate", {{"expression", expression}, {"returnByValue", true}}));
    const auto* result = answer.if_contains("result");
    if (!result || !result->is_object()) return unavailable("browser_ended", "The page did not say what it shows.");
    return text_of(result->as_object(), "value");
  }

  Result<void> wait(const std::function<bool()>& done, Steady::time_point until) {
    for (;;) {
      MUSTER_TRY(const bool there, browser_.wait([&] { return done() || log_->crashed() || log_->dialog(); }, until));
      if (log_->crashed()) return unavailable("browser_page_crashed", "The page crashed in the browser.");
      if (!log_->dialog()) {
        (void)there;
        return {};
      }
      log_->dialog_closed();  // "Are you over 18?": nobody says yes
      (void)page("Page.handleJavaScriptDialog", {{"accept", false}});
    }
  }

  Result<void> read(testing::Rendered& out) {
    MUSTER_TRY(const auto history, page("Page.getNavigationHistory"));
    const std::int64_t now = history.at("currentIndex").as_int64();
    out.final_url = history.at("entries").as_array().at(static_cast<std::size_t>(now)).at("url").as_string();
    if (out.final_url.starts_with("chrome-error:")) out.final_url = request_.url;
    MUSTER_TRY(const auto document, page("DOM.getDocument", {{"depth", 0}}));
    MUSTER_TRY(const auto outer, page("DOM.getOuterHTML", {{"nodeId", document.at("root").at("nodeId")}}));
    MUSTER_TRY(out.dom, text_of(outer, "outerHTML"));
    if (out.dom.size() > testing::kRenderedDomMax) {
      out.dom.resize(testing::kRenderedDomMax);
      while (
          !out.dom.empty() &&
          !is_valid_utf8(std::string_view(out.dom).substr(out.dom.size() - std::min<std::size_t>(out.dom.size(), 4))) &&
          (out.dom.back() & 0x80))
        out.dom.pop_back();
      out.dom_cut = true;
    }
    MUSTER_TRY(const auto shot, page("Page.captureScreenshot", {{"format", "jpeg"}, {"quality", kScreenshotQuality}}));
    MUSTER_TRY(const auto base64, text_of(shot, "data"));
    MUSTER_TRY(out.screenshot, from_base64(base64));
    return {};
  }

  DevTools& browser_;
  const PoolOptions& options_;
  const testing::RenderRequest& request_;
  std::string session_;
  std::optional<PageLog> log_;
  std::optional<WalkGuard> guard_;
  Steady::time_point until_{};
};

}  // namespace

Result<testing::Rendered> visit_page(DevTools& browser, const PoolOptions& options,
                                     const testing::RenderRequest& request) {
  try {
    return Visit(browser, options, request).run();
  } catch (const std::exception&) {  // an answer of another shape
    return unavailable("browser_ended", "The browser answered something else than was asked.");
  }
}

}  // namespace muster::browser
