#include <web/json.h>

#include <gtest/gtest.h>

namespace muster::web {
namespace {

std::string faults(Body& body) {
  const auto done = body.done();
  if (done.ok()) return "";
  std::string out;
  for (const Error& error : done.error().all) out += error.field + ":" + error.code + " ";
  return out.empty() ? done.error().code : out;
}

TEST(JsonBody, ReadsEveryKind) {
  Body body(R"({"name": "例", "n": 7, "on": true, "at": "2026-03-01T09:30:00Z", "kind": "b", "tags": ["x", "y"],
               "sites": [{"url": "http://a.example"}], "inner": {"deep": {"n": -1}}, "note": "", "gone": null})");
  EXPECT_EQ(body.text("name"), "例");
  EXPECT_EQ(body.integer("n", 0, 10), 7);
  EXPECT_TRUE(body.flag("on"));
  EXPECT_EQ(to_rfc3339(body.instant("at")), "2026-03-01T09:30:00Z");
  constexpr std::string_view kKinds[] = {"a", "b"};
  EXPECT_EQ(body.one_of("kind", kKinds), "b");
  EXPECT_EQ(body.texts("tags", 5, 10).size(), 2u);
  EXPECT_EQ(body.objects("sites", 5).at(0).text("url"), "http://a.example");
  EXPECT_EQ(body.object("inner").object("deep").integer("n"), -1);
  EXPECT_EQ(body.maybe_text("note"), std::nullopt);
  EXPECT_EQ(body.maybe_integer("gone"), std::nullopt);
  EXPECT_EQ(body.flag_or("absent", true), true);
  EXPECT_EQ(faults(body), "");
}

TEST(JsonBody, NamesEveryFieldAtFault) {
  Body body(
      R"({"n": "7", "long": "xxxx", "control": "a\u0000b", "list": [1, ""], "sites": [{"u": 1, "other": 2}], "extra": 1, "big": 11,
               "half": 1.5, "id": "7"})");
  body.text("name");
  body.integer("n");
  body.text("long", 3);
  body.text("control");
  body.texts("list", 5, 10);
  for (Body& site : body.objects("sites", 2)) site.text("u");
  body.integer("big", 0, 10);
  body.integer("half");
  body.id("id");
  EXPECT_EQ(
      faults(body),
      "name:field_missing n:field_not_a_number long:field_too_long control:field_not_plain_text list[0]:field_not_text "
      "list[1]:field_missing sites[0].u:field_not_text big:field_out_of_range half:field_not_a_number "
      "id:field_not_an_id "
      "extra:field_unknown sites[0].other:field_unknown ");
}

TEST(JsonBody, HostileDocuments) {
  for (const char* text : {"", "{", "{\"a\":1}x", "{\"a\":01}", "\xff", "{\"a\":\"\xff\"}", "{'a':1}", "NaN"}) {
    Body body{std::string_view(text)};
    EXPECT_EQ(faults(body), "json_malformed") << text;
  }
  Body list("[]");
  EXPECT_EQ(faults(list), "json_not_an_object");
  Body deep(std::string(100'000, '['));
  EXPECT_EQ(faults(deep), "json_too_deep");
  std::string many = "{";
  for (int i = 0; i < 10'000; ++i) many += "\"f" + std::to_string(i) + "\":1,";
  Body unknown(many + "\"z\":1}");
  EXPECT_EQ(unknown.done().error().all.size(), kFaultsMax);
}

TEST(JsonBody, NeedsItsContentType) {
  http::Request request;
  request.body = "{}";
  request.headers["content-type"] = "text/plain";
  Body plain(request);
  EXPECT_EQ(http::status_of(plain.done().error()), 415);
  request.headers["content-type"] = "Application/JSON; charset=utf-8";
  Body right(request);
  EXPECT_TRUE(right.done().ok());
}

TEST(JsonAnswer, Lists) {
  EXPECT_EQ(list_answer({1, 2}, "k").body, R"({"items":[1,2],"next":"aw"})");
  EXPECT_EQ(list_answer({}, std::nullopt).body, R"({"items":[],"next":null})");
  EXPECT_TRUE(parsed("{oops").is_null());
}

}  // namespace
}  // namespace muster::web
