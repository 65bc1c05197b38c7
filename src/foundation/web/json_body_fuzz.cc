// Any bytes as a JSON body: it is read or refused, in bounded time, and reads the same through every reader.
#include <base/text.h>
#include <web/json.h>

#include <cstdlib>

namespace {

void must(bool held) {
  if (!held) std::abort();
}

void read(muster::web::Body& body, int depth) {
  static constexpr std::string_view kKinds[] = {"a", "b"};
  const std::string name = body.text("name", 50);
  must(name.size() <= 50 && muster::is_valid_utf8(name));
  (void)body.maybe_text("note", 1'000);
  const auto number = body.integer("n", -5, 5);
  must(number >= -5 && number <= 5);
  (void)body.flag_or("on", false);
  (void)body.maybe_instant("at");
  (void)body.one_of("kind", kKinds);
  (void)body.maybe_id("id");
  must(body.texts("tags", 10, 20).size() <= 10);
  (void)body.raw("raw");
  if (depth == 0) return;
  for (auto& item : body.objects("items", 5)) read(item, depth - 1);
  if (auto inner = body.maybe_object("inner")) read(*inner, depth - 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > (1u << 16)) return 0;
  muster::http::Request request;
  request.headers["content-type"] = "application/json";
  request.body.assign(reinterpret_cast<const char*>(data), size);
  muster::web::Body body(request);
  read(body, 2);
  if (const auto done = body.done(); !done.ok()) {
    must(done.error().all.size() <= muster::web::kFaultsMax);
    // What is said about a body is itself JSON, whatever the body held.
    must(!muster::web::parsed(muster::http::Response::problem(done.error()).body).is_null());
  }
  return 0;
}
