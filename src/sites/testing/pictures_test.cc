// Visits that look at pictures. The listed ones are hills, drawn by a program.
#include "bytes_search.h"
#include <base/bytes.h>
#include <hashes/service.h>
#include <pictures/decoder.h>
#include <testing/farm.h>
#include <testing/history.h>
#include <testing/testing.h>
#include <testing/warc.h>

#include <filesystem>

#include <boost/json.hpp>
#include <bundles/bundles.h>
#include <embedded_sites_migrations.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::testing {
namespace {

const content::KeyPair kHotlineKeys = content::key_pair_from_seed(std::string(32, 'p'));

class PictureVisits : public ::testing::TestWithParam<store::Backend> {
 protected:
  PictureVisits() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {
    folder_ = (std::filesystem::temp_directory_path() / ("muster-pictures-" + recorder_.new_id())).string();
    std::filesystem::create_directories(folder_);
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    FetchOptions fetch;
    fetch.manners.host_delay = Duration::zero();
    fetch.visit_max = std::chrono::seconds(5);
    bundles_ =
        std::make_unique<bundles::Service>(*db_, recorder_, policy::Policy::standard(), nullptr, folder_ + "/bundles");
    bundles_->set_hashes(hashes_);
    (void)bundles_->propose_publisher({"Hotline", kHotlineKeys.public_key}, "ann");
    (void)bundles_->confirm_publisher(kHotlineKeys.public_key, "ben");
    service_ = std::make_unique<Service>(*db_, recorder_, *bundles_, nullptr, folder_, fetch);
    service_->allow_farm(*parse_farm(farm_.names_file()));
    open_eyes(MUSTER_LOOK, KeepPictures::all);
  }
  ~PictureVisits() override {
    service_.reset();
    std::filesystem::remove_all(folder_);
  }
  void open_eyes(const std::string& program, KeepPictures keep, const pictures::Classifier* classifier = nullptr) {
    decoder_ = std::make_unique<pictures::Decoder>(pictures::DecoderOptions{program, 2, std::chrono::seconds(1)});
    looker_ = std::make_unique<pictures::Looker>(
        *decoder_, [this](const hashes::PdqTurned& h, std::uint64_t n) { return hashes_.look(h, n); }, classifier);
    PictureEyes eyes;
    eyes.refresh = [this]() -> Result<void> {
      const auto done = hashes_.refresh();
      return done.ok() ? Result<void>() : Result<void>(done.error());
    };
    eyes.look = [this](std::string bytes) { return looker_->look(std::move(bytes)); };
    eyes.options.keep = keep;
    service_->set_eyes(std::move(eyes));
  }
  std::string list_file(const std::string& ground, std::initializer_list<int> numbers) {
    std::string body = "{}\n";
    pictures::Decoder decoder({MUSTER_LOOK, 1});
    for (const int number : numbers)
      body += to_hex(hashes::pdq_of(decoder.decode(farm_picture(number))->frame(0))->hash) + "\n";
    return *content::sign_draft(R"({"format":"muster-bundle/1","kind":"hash_list","name":"Planted )" +
                                    std::to_string(++lists_) + R"(","version":"1","ground":")" + ground +
                                    R"(","licence":"CC0","source":"test","items":)" + std::to_string(numbers.size()) +
                                    "}\n" + body,
                                "Hotline", kHotlineKeys);
  }
  std::string enable(const std::string& ground, std::initializer_list<int> numbers) {
    const auto done = bundles_->bring_into_force(list_file(ground, numbers), "ann", "ben");
    if (!done.ok()) throw std::runtime_error(done.error().sentence);
    return done->sha256;
  }
  TestRun visit(const std::string& url) {
    const auto runs = service_->test({url}, "person-1");
    if (!runs.ok()) throw std::runtime_error(runs.error().sentence);
    return *service_->run(runs->at(0).id);
  }
  std::vector<std::string> outcomes(const TestRun& run) {
    std::vector<std::string> out;
    for (const auto& each : run.pictures)
      out.push_back(each.url.substr(each.url.rfind('/') + 1) + " " + each.source + " " + each.outcome);
    return out;
  }
  // The page alone, and what the evidence's last record says of pictures.
  boost::json::value findings(const TestRun& run) {
    const auto records = read_warc(*service_->evidence(run.id));
    return boost::json::parse(records->back().block).at("findings").at("pictures");
  }
  std::string found(int number) {
    std::vector<std::string> others;
    for (int other = 1; other <= 9; ++other)
      if (other != number) others.push_back(farm_picture(other));
    const test::BytesSearch search(farm_picture(number), others);
    EXPECT_GT(search.runs(), 5'000u);
    std::string where = search.found_below(folder_);
    if (where.empty() && !db_.folder().empty()) where = search.found_below(db_.folder());
    return where;
  }

  SystemClock clock_;
  SystemRandom random_;
  muster::test::TestDatabase db_;
  ledger::Recorder recorder_{clock_, random_};
  hashes::Matcher matcher_{clock_};
  hashes::Service hashes_{*db_, recorder_, matcher_};
  Farm farm_;
  std::string folder_;
  int lists_ = 0;
  std::unique_ptr<pictures::Decoder> decoder_;
  std::unique_ptr<pictures::Looker> looker_;
  std::unique_ptr<bundles::Service> bundles_;
  std::unique_ptr<Service> service_;
};
MUSTER_ON_BOTH_BACKENDS(PictureVisits);

TEST_P(PictureVisits, APagesPicturesAreLookedAt) {
  const TestRun run = visit("http://gallery.example/");
  EXPECT_EQ(run.verdict, "clean");
  EXPECT_THAT(outcomes(run),
              ::testing::ElementsAre("4.png og looked", "1.png img looked", "2.png img looked", "3.png img looked"))
      << "neither the icon nor the drawing, nothing twice";
  for (const TestPicture& picture : run.pictures) {
    EXPECT_EQ(picture.format, "png");
    EXPECT_EQ(picture.width, 320);
    EXPECT_EQ(picture.pdq.size(), 64u);
    EXPECT_GT(picture.quality, 50);
    EXPECT_TRUE(picture.kept);
  }
  EXPECT_NE(found(3), "") << "the search finds what is there";
  EXPECT_EQ(findings(run).as_array().size(), 4u);
  const auto page = service_->page(run.id);
  EXPECT_EQ((*page)->title, "Hills") << "the page is the page, not its last picture";
}

TEST_P(PictureVisits, APictureOnAListIsAClueWithItsReason) {
  const std::string list = enable("explicit_unlawful", {3});
  const TestRun run = visit("http://gallery.example/");
  EXPECT_EQ(run.verdict, "clue");
  EXPECT_EQ(run.ground, "explicit_unlawful");
  EXPECT_THAT(run.top_reason, ::testing::StartsWith("Known picture: Planted 1, distance 0: http://gallery.example/"));
  ASSERT_EQ(run.pictures.size(), 4u);
  ASSERT_EQ(run.pictures[3].known.size(), 1u);
  EXPECT_EQ(run.pictures[3].known[0].list_id, list);
  EXPECT_EQ(service_->suspicion(run.suspicion_id)->ground, "explicit_unlawful");
  (void)db_->read([&](store::Transaction& tx) -> Result<void> {
    const auto kept = bundles::Service::kept(tx, run.id);
    EXPECT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept.at(0).bundle, list) << "the stored score names its bundle";
    return {};
  });
  // What looks alike and is harmless lifts it.
  (void)enable("none", {3});
  EXPECT_EQ(visit("http://gallery.example/").verdict, "clean");
}

// The must: a planted hash of a neutral picture leaves no run of its bytes anywhere.
TEST_P(PictureVisits, OfAListedPictureNoByteIsWrittenAnywhere) {
  (void)enable("child_abuse_material", {2});
  const TestRun run = visit("http://gallery.example/");
  EXPECT_EQ(run.verdict, "clue");
  EXPECT_EQ(run.ground, "child_abuse_material");
  EXPECT_THAT(outcomes(run),
              ::testing::ElementsAre("4.png og looked", "1.png img looked", "2.png img dropped", "3.png img looked"));
  const TestPicture& dropped = run.pictures[2];
  EXPECT_EQ(dropped.url, "http://gallery.example/pictures/2.png");
  ASSERT_EQ(dropped.known.size(), 1u);
  EXPECT_EQ(dropped.known[0].list, "Planted 1");
  EXPECT_EQ(dropped.known[0].distance, 0);
  EXPECT_TRUE(dropped.pdq.empty() && dropped.sha256.empty() && dropped.format.empty() && dropped.bytes == 0);
  EXPECT_EQ(found(2), "") << "no run of it is on the disk";
  EXPECT_NE(found(1), "") << "of its neighbours there is";
  const auto told = findings(run);
  EXPECT_EQ(
      boost::json::serialize(told.at(2)),
      R"({"url":"http://gallery.example/pictures/2.png","source":"img","outcome":"dropped","known":[{"list":"Planted 1",)"
      R"("list_id":")" +
          dropped.known[0].list_id + R"(","kind":"child_abuse_material","distance":0,"put_aside":false}]})");
  const auto file = service_->evidence(run.id);
  const auto records = read_warc(*file);
  for (const auto& record : *records)
    EXPECT_EQ(record.header("WARC-Target-URI").find("/pictures/2.png"), std::string::npos) << "no record of its answer";
}

TEST_P(PictureVisits, NorWhereItStandsInsideOfThePageOrInsteadOfIt) {
  const TestRun before = visit("http://gallery-inline.example/");
  EXPECT_THAT(found(2), ::testing::StartsWith("base64, packed in")) << "it is found where it may be kept";
  std::filesystem::remove_all(folder_ + "/evidence");
  (void)enable("child_abuse_material", {2});
  const TestRun run = visit("http://gallery-inline.example/");
  EXPECT_EQ(run.ground, "child_abuse_material");
  EXPECT_THAT(outcomes(run), ::testing::ElementsAre("#inline-1 inline dropped", "4.png og looked", "3.png img looked"));
  EXPECT_EQ(found(2), "");
  const auto page = service_->page(run.id);
  EXPECT_THAT((*page)->text, ::testing::AllOf(::testing::HasSubstr("Before."), ::testing::HasSubstr("Behind.")))
      << "what else the page says is kept";
  const TestRun hop = visit("http://gallery-hop.example/");
  EXPECT_EQ(hop.hop_count, 2);
  EXPECT_EQ(outcomes(hop).at(0), "#inline-1 inline dropped") << "in UTF-16, in a page that leads on";
  EXPECT_EQ(found(2), "");
  const TestRun itself = visit("http://picture.example/");
  EXPECT_THAT(outcomes(itself), ::testing::ElementsAre(" page dropped"));
  EXPECT_EQ(found(2), "");
  EXPECT_EQ(itself.hops[0].body_bytes, 0);
}

TEST_P(PictureVisits, WithoutEyesNothingThatMayBeAPictureIsKept) {
  bundles::Service others(*db_, recorder_, policy::Policy::standard(), nullptr, folder_ + "/bundles");
  FetchOptions fetch;
  fetch.manners.host_delay = Duration::zero();
  Service blind(*db_, recorder_, others, nullptr, folder_, fetch);
  blind.allow_farm(*parse_farm(farm_.names_file()));
  ASSERT_TRUE(blind.test({"http://picture.example/", "http://gallery-inline.example/"}, "person-1").ok());
  EXPECT_EQ(found(2), "");
}

TEST_P(PictureVisits, BytesAreKeptOfCluesAloneOrOfNone) {
  open_eyes(MUSTER_LOOK, KeepPictures::clues);
  EXPECT_FALSE(visit("http://gallery.example/").pictures[0].kept);
  EXPECT_EQ(found(1), "");
  (void)enable("explicit_unlawful", {3});
  EXPECT_TRUE(visit("http://gallery.example/").pictures[0].kept);
  EXPECT_NE(found(1), "");
  std::filesystem::remove_all(folder_ + "/evidence");
  open_eyes(MUSTER_LOOK, KeepPictures::none);
  const TestRun run = visit("http://gallery.example/");
  EXPECT_EQ(run.verdict, "clue");
  EXPECT_FALSE(run.pictures[0].kept);
  EXPECT_EQ(found(1), "");
}

TEST_P(PictureVisits, ADecoderThatBreaksTakesOneProcessDownAlone) {
  open_eyes(MUSTER_BROKEN_LOOK, KeepPictures::all);
  const TestRun run = visit("http://gallery-broken.example/");
  EXPECT_EQ(run.verdict, "clean");
  EXPECT_THAT(outcomes(run), ::testing::ElementsAre("4.png og looked", "crash.png img picture_unreadable",
                                                    "socket.png img picture_unreadable", "hang.png img picture_time",
                                                    "5.png img looked"));
  EXPECT_EQ(decoder_->lost(), 3);
  EXPECT_EQ(found(6), "") << "what could not be looked at is not kept";
  EXPECT_EQ(visit("http://gallery.example/").pictures.size(), 4u) << "and visits go on";
}

TEST_P(PictureVisits, ManyPagesAtOnceKeepTheirPicturesApart) {
  const auto runs = service_->test({"http://gallery.example/", "http://shop-001.example/", "http://picture.example/",
                                    "http://gallery-inline.example/", "http://self.example/", "http://town.example/"},
                                   "person-1");
  ASSERT_TRUE(runs.ok());
  ASSERT_EQ(runs->size(), 6u);
  std::map<std::string, std::size_t> pictures;
  for (const TestRun& run : *runs) pictures[run.host] = service_->run(run.id)->pictures.size();
  EXPECT_EQ(pictures["gallery.example"], 4u);
  EXPECT_EQ(pictures["picture.example"], 1u);
  EXPECT_EQ(pictures["gallery-inline.example"], 3u);
  EXPECT_EQ(pictures["self.example"], 0u);
}

TEST_P(PictureVisits, AListInShadowCountsAndRunsOverTheHistory) {
  (void)visit("http://gallery.example/");
  const auto loaded = bundles_->load(list_file("explicit_unlawful", {1}), "ann");
  ASSERT_TRUE(loaded.ok());
  ASSERT_TRUE(bundles_->apply(loaded->sha256, bundles::BundleEvent::propose, "ann").ok());
  ASSERT_TRUE(bundles_->apply(loaded->sha256, bundles::BundleEvent::shadow, "ann").ok());
  EXPECT_EQ(visit("http://gallery.example/").verdict, "clean");
  const auto counts = bundles_->counts(loaded->sha256, 2);
  ASSERT_EQ(counts->size(), 1u);
  EXPECT_EQ(counts->at(0).clues, 1);
  const auto done = bundles_->rerun_now(
      loaded->sha256, "ann", 100, [](const bundles::Rerun&) {}, [] { return false; });
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->pages, 2);
  EXPECT_EQ(done->gained, 2);
}

TEST_P(PictureVisits, TheModelSeesThemToo) {
  if (!pictures::can_classify()) GTEST_SKIP() << "a build without the picture model";
  const auto classifier = pictures::open_classifier({std::string(MUSTER_MODELS) + "/mobilenet_v2.onnx", "", 1});
  ASSERT_TRUE(classifier.ok()) << classifier.error().sentence;
  open_eyes(MUSTER_LOOK, KeepPictures::none, classifier->get());
  const TestRun run = visit("http://gallery.example/");
  EXPECT_EQ(run.verdict, "clean");
  for (const TestPicture& picture : run.pictures) {
    EXPECT_EQ(picture.model, "mobilenet_v2");
    ASSERT_TRUE(picture.explicit_likely.has_value());
    EXPECT_LT(*picture.explicit_likely, 0.5);
  }
}

TEST(InlinePictures, AreFoundWhereverTheyStand) {
  const std::string picture = farm_picture(1), base64 = to_base64(picture);
  const std::string page =
      "<img src='data:image/png;base64," + base64 + "'><style>a{background:url(DATA:image/png;base64," + base64 +
      ")}</style><script>x=\"data:image\\/png;base64," + base64 + "\"</script><img src=data:font/woff;base64," +
      base64 + "><img src='data:image/gif;base64,R0lG'>";
  const auto found = inline_pictures(page);
  ASSERT_EQ(found.size(), 4u) << "what is a picture is one, whatever is said of it";
  for (const auto& each : found) {
    EXPECT_EQ(each.bytes, picture);
    EXPECT_EQ(page.substr(each.begin, 8), base64.substr(0, 8));
  }
}

// As browsers take them: base64 in capitals, a wrong type, a comma as an entity, bytes as escapes.
TEST(InlinePictures, HoweverTheyAreWritten) {
  const std::string picture = farm_picture(1), base64 = to_base64(picture);
  std::string escaped, entities;
  for (const char c : picture) escaped += "%" + to_hex(std::string_view(&c, 1));
  for (const char c : base64) entities += c == '+' ? "&#43;" : c == '/' ? "&#x2f;" : std::string(1, c);
  for (const std::string& page :
       {"<img src='data:image/png;charset=x; BASE64," + base64 + "'>",
        "<img src=data:text/plain;base64," + base64 + ">", "<img src=\"data:image/svg+xml;base64," + base64 + "\">",
        "<img src='data:image/png;base64&#44;" + entities + "'>", "<img src='data:image/png," + escaped + "'>"}) {
    const auto found = inline_pictures(page);
    ASSERT_EQ(found.size(), 1u) << page.substr(0, 60);
    EXPECT_EQ(found[0].bytes, picture) << page.substr(0, 60);
  }
  EXPECT_TRUE(inline_pictures("data:image/svg+xml;base64," + to_base64(std::string(3000, '<'))).empty());
  EXPECT_TRUE(inline_pictures("data:image/svg+xml,%3Csvg" + std::string(3000, 'x')).empty());
  EXPECT_TRUE(inline_pictures("data: " + std::string(3000, 'x')).empty());
}

}  // namespace
}  // namespace muster::testing
