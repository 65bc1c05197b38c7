// Every hostile site ends within the limits and with a name for how: the table of docs/evidence.md.
#include "framing.h"
#include <base/files.h>
#include <testing/farm.h>
#include <testing/fetch.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::testing {
namespace {

// A server whose TLS is broken in one way.
class BrokenTls {
 public:
  enum class How { plain, closes, self_signed, expired, other_name, old_protocol };
  explicit BrokenTls(How how) : how_(how) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(listener_, 8) != 0)
      throw std::runtime_error("no port");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    port = ntohs(at.sin_port);
    make_certificate();
    thread_ = std::thread([this] { serve(); });
  }
  ~BrokenTls() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
    SSL_CTX_free(context_);
  }
  std::uint16_t port = 0;

 private:
  void make_certificate() {
    context_ = SSL_CTX_new(TLS_server_method());
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    const long day = 24 * 3600;
    X509_gmtime_adj(X509_getm_notBefore(certificate), -10 * day);
    X509_gmtime_adj(X509_getm_notAfter(certificate), how_ == How::expired ? -day : day);
    X509_set_pubkey(certificate, key);
    const char* name = how_ == How::other_name ? "other.example" : "broken-tls.example";
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_sign(certificate, key, EVP_sha256());
    SSL_CTX_use_certificate(context_, certificate);
    SSL_CTX_use_PrivateKey(context_, key);
    if (how_ == How::old_protocol) SSL_CTX_set_max_proto_version(context_, TLS1_VERSION);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  void serve() {
    while (!stopping_) {
      pollfd wait{listener_, POLLIN, 0};
      if (::poll(&wait, 1, 50) <= 0) continue;
      const int peer = ::accept(listener_, nullptr, nullptr);
      if (how_ == How::plain) {
        constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
        (void)::send(peer, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
      } else if (how_ != How::closes) {
        SSL* ssl = SSL_new(context_);
        SSL_set_fd(ssl, peer);
        (void)SSL_accept(ssl);
        SSL_free(ssl);
      }
      ::close(peer);
    }
  }

  How how_;
  int listener_ = -1;
  SSL_CTX* context_ = nullptr;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

class Hostile : public ::testing::Test {
 protected:
  Hostile() {
    if (const auto started = farm_.start(); !started.ok()) throw std::runtime_error(started.error().sentence);
    options_.farm = *parse_farm(farm_.names_file());
    options_.visit_max = std::chrono::seconds(6);  // sanitizers and busy machines
    options_.manners.host_delay = Duration::zero();
    options_.robots = RobotsPolicy::ignore;
    options_.visits_at_once = 64;
    options_.short_link_hosts = {"short.example"};
  }
  Visit visit(const std::string& url) { return Fetcher(options_, clock_).visit(url); }
  std::map<std::string, Visit> visit_hostile() {
    std::map<std::string, Visit> out;
    auto site = farm_sites().begin();
    Fetcher(options_, clock_)
        .run(
            [&]() -> std::optional<VisitRequest> {
              while (site != farm_sites().end() && site->kind != "hostile") ++site;
              if (site == farm_sites().end()) return {};
              const std::string host = (site++)->host;
              return VisitRequest{"http://" + host + "/", host};
            },
            [&](Visit&& visit) {
              const std::string host = visit.tag;
              out.emplace(host, std::move(visit));
            });
    return out;
  }
  static std::size_t held(const Visit& visit) {
    std::size_t out = visit.payload.size() + visit.page.text.size();
    for (const Hop& hop : visit.hops) out += hop.head.size() + hop.body.size();
    return out;
  }

  SystemClock clock_;
  Farm farm_;
  FetchOptions options_;
};

TEST_F(Hostile, EachEndsWithinLimitsAndHasAName) {
  const auto visits = visit_hostile();
  const std::string documented = *read_file(MUSTER_SOURCE_DIR "/docs/evidence.md", 1u << 20);
  int sites = 0;
  for (const FarmSite& site : farm_sites()) {
    if (site.kind != "hostile") continue;
    ++sites;
    ASSERT_TRUE(visits.contains(site.host)) << site.host;
    const Visit& visit = visits.at(site.host);
    const std::string wanted = !site.error.empty() ? site.error : site.outcome.empty() ? "visited" : site.outcome;
    EXPECT_EQ(outcome_of(visit), wanted) << site.host << ": " << visit.sentence;
    EXPECT_LT(visit.took, options_.visit_max * 2) << site.host;
    EXPECT_LE(held(visit), options_.visit_max_bytes + 2 * options_.decoded_max_bytes + (1u << 20)) << site.host;
    for (const Hop& hop : visit.hops) EXPECT_LE(hop.head.size(), options_.headers_max_bytes) << site.host;
    const std::string framing = visit.hops.back().framing;
    const std::string row = fmt::format("| {} | `{}`{} |", site.about, wanted, framing.empty() ? "" : ": " + framing);
    fmt::print("{} {:.1f} s, {} kB\n", row, static_cast<double>(visit.took.count()) / 1e6, held(visit) / 1024);
    EXPECT_NE(documented.find(row), std::string::npos) << "docs/evidence.md lacks the row " << row;
  }
  EXPECT_GE(sites, 40);
}

TEST_F(Hostile, BrokenTlsEndsWithANameToo) {
  using How = BrokenTls::How;
  for (const How how : {How::plain, How::closes, How::self_signed, How::expired, How::other_name, How::old_protocol}) {
    BrokenTls server(how);
    options_.farm["broken-tls.example"] = fmt::format("127.0.0.1:{}", server.port);
    const Visit visit = this->visit("https://broken-tls.example/");
    EXPECT_EQ(visit.error, "tls_failed") << static_cast<int>(how);
    EXPECT_TRUE(visit.hops.at(0).request.empty()) << "nothing was sent";
    EXPECT_TRUE(visit.hops.at(0).body.empty());
  }
}

TEST_F(Hostile, EachHopHasItsKind) {
  const std::pair<const char*, HopKind> kinds[] = {
      {"frame.example", HopKind::frame},      {"frameset.example", HopKind::frame},
      {"script.example", HopKind::script},    {"refresh-header.example", HopKind::refresh_header},
      {"short.example", HopKind::short_link}, {"go-004.example", HopKind::redirect}};
  for (const auto& [host, kind] : kinds) {
    const Visit visit = this->visit("http://" + std::string(host) + "/");
    ASSERT_EQ(visit.hops.size(), 2u) << host;
    EXPECT_EQ(to_text(visit.hops[1].kind), std::string(to_text(kind))) << host;
    EXPECT_EQ(visit.hops[0].location, visit.hops[1].url) << host;
    if (kind != HopKind::redirect) EXPECT_NE(visit.page.text.find("planted-term-quorvix"), std::string::npos) << host;
    const bool keeps = kind == HopKind::short_link || kind == HopKind::redirect;
    EXPECT_EQ(visit.hops[1].request.find("Referer:") == std::string::npos, keeps) << host;
  }
}

TEST(Framing, Shapes) {
  const auto text = [](std::string_view fields) {
    const Framing found = framing_of("HTTP/1.1 200 OK\r\n" + std::string(fields) + "\r\n");
    return (found.ambiguous ? "!" : "") + found.text();
  };
  EXPECT_EQ(text("Content-Length: 5\r\n"), "");
  EXPECT_EQ(text("Transfer-Encoding: chunked\r\n"), "");
  EXPECT_EQ(text("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "length_and_chunked");
  EXPECT_EQ(text("content-length: 5\r\nContent-Length:5\r\n"), "length_repeated");
  EXPECT_EQ(text("Content-Length: 5\r\nContent-Length: 6\r\n"), "!lengths_differ");
  EXPECT_EQ(text("Content-Length: 5, 6\r\n"), "!lengths_differ");
  for (const char* bad : {"+5", "-5", "5x", "0x5", "", "5 5", "99999999999999999999"})
    EXPECT_EQ(text(std::string("Content-Length: ") + bad + "\r\n"), "!length_invalid") << bad;
  EXPECT_EQ(text("Transfer-Encoding: chunked, identity\r\n"), "");
  EXPECT_EQ(text("Transfer-Encoding: xchunked\r\n"), "!transfer_encoding_unknown");
  EXPECT_EQ(text("X: a\n"), "bare_lf");
  EXPECT_EQ(text("X: a\r\n b\r\n"), "obs_fold");
  EXPECT_EQ(text("X : a\r\n"), "space_before_colon");
  EXPECT_EQ(text(std::string_view("X: a\0\r\n", 7)), "!nul");
}

}  // namespace
}  // namespace muster::testing
