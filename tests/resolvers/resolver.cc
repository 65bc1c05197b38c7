#include "resolver.h"

#include <filesystem>
#include <stdexcept>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace muster::test {
namespace {

constexpr const char* kUnbound = "/usr/sbin/unbound";
constexpr const char* kNamed = "/usr/sbin/named";
constexpr const char* kPowerdns = "/usr/sbin/pdns_recursor";
constexpr const char* kKnot = "/usr/sbin/kresd";
constexpr const char* kDnsdist = "/usr/bin/dnsdist";
constexpr std::string_view kInOptions = "# In options:\n";  // as zones/resolver_config writes it
constexpr const char* kDig = "/usr/bin/dig";
constexpr auto kAnswerMax = std::chrono::seconds(10);

void need(const char* binary) {
  if (access(binary, X_OK) != 0) throw std::runtime_error(fmt::format("{} is missing: run script/bootstrap", binary));
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::trunc) << text;
}

std::string read_all(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  char buffer[512];
  while (pipe && fgets(buffer, sizeof buffer, pipe)) out += buffer;
  if (pipe) pclose(pipe);
  return out;
}

// What stands behind the feed: two zones' worth of names that answer when nothing takes them away.
constexpr const char* kNames[][2] = {{"bad.example", "192.0.2.1"},  {"www.bad.example", "192.0.2.2"},
                                     {"good.example", "192.0.2.3"}, {"shop.good.example", "192.0.2.4"},
                                     {"xbad.example", "192.0.2.5"}, {"*.load.example", "192.0.2.6"}};

}  // namespace

std::uint16_t free_port() {
  const int tcp = socket(AF_INET, SOCK_STREAM, 0), udp = socket(AF_INET, SOCK_DGRAM, 0);
  for (int attempt = 0; attempt < 50; ++attempt) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    const bool got = bind(probe, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 &&
                     getsockname(probe, reinterpret_cast<sockaddr*>(&at), &size) == 0;
    close(probe);
    if (got && bind(udp, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) {
      close(tcp);
      close(udp);
      return ntohs(at.sin_port);
    }
  }
  throw std::runtime_error("no free port");
}

Resolver::Resolver(Kind kind, const std::string& folder, const std::string& feed)
    : kind_(kind), folder_(folder), port_(free_port()) {
  std::filesystem::create_directories(folder_);
  if (kind == Kind::unbound)
    configure_unbound(feed, nullptr);
  else
    configure_bind(feed, nullptr);
  start();
}

Resolver::Resolver(Kind kind, const std::string& folder, const Transfer& transfer, std::uint16_t port)
    : kind_(kind), folder_(folder), port_(port) {
  std::filesystem::create_directories(folder_);
  if (kind == Kind::unbound)
    configure_unbound("", &transfer);
  else
    configure_bind("", &transfer);
  start();
}

Resolver::Resolver(Kind kind, const std::string& folder, const Lines& lines, std::uint16_t port)
    : kind_(kind), folder_(folder), port_(port) {
  std::filesystem::create_directories(folder_);
  if (kind == Kind::bind)
    configure_bind("", nullptr, lines.text);
  else
    configure_lua(lines.text);
  start();
}

void Resolver::start() {
  const char* binary = kind_ == Kind::unbound    ? kUnbound
                       : kind_ == Kind::powerdns ? kPowerdns
                       : kind_ == Kind::knot     ? kKnot
                       : kind_ == Kind::dnsdist  ? kDnsdist
                                                 : kNamed;
  need(binary);
  need(kDig);
  // Configuration by its full path: with a relative one Unbound dies on SIGHUP.
  const std::string config = folder_ + "/resolver.conf", log = folder_ + "/resolver.log";
  std::vector<const char*> args;
  const std::string powerdns_folder = "--config-dir=" + folder_;
  switch (kind_) {
    case Kind::unbound:
      args = {binary, "-d", "-c", config.c_str()};
      break;
    case Kind::powerdns:
      args = {binary, powerdns_folder.c_str()};
      break;
    case Kind::knot:
      args = {binary, "-n", "-c", config.c_str(), folder_.c_str()};
      break;
    case Kind::dnsdist:
      args = {binary, "--supervised", "--disable-syslog", "-C", config.c_str()};
      break;
    default:
      args = {binary, "-f", "-c", config.c_str(), "-L", log.c_str()};
  }
  args.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, (log + ".out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  const int failed = posix_spawn(&pid_, binary, &files, nullptr, const_cast<char**>(args.data()), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed) throw std::runtime_error(fmt::format("{} does not start", binary));
  const auto until = std::chrono::steady_clock::now() + resolver_start_max;
  while (!ask("good.example").starts_with("NOERROR")) {
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      throw std::runtime_error(fmt::format("{} ended at once:\n{}", binary, this->log()));
    }
    if (std::chrono::steady_clock::now() > until)
      throw std::runtime_error(fmt::format("{} does not answer:\n{}", binary, this->log()));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

Resolver::~Resolver() {
  end();
  std::error_code ignored;
  if (!sockets_.empty()) std::filesystem::remove_all(sockets_, ignored);
}

void Resolver::end() {
  if (pid_ <= 0) return;
  kill(pid_, SIGTERM);
  for (int i = 0; i < 50; ++i) {
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Resolver::configure_unbound(const std::string& feed, const Transfer* transfer) {
  upstream_ = std::make_unique<Resolver>(Kind::authoritative, folder_ + "/upstream", "");
  std::string source =
      feed.starts_with("http://") ? fmt::format("  url: \"{}\"\n", feed) : fmt::format("  zonefile: \"{}\"\n", feed);
  if (transfer)
    source = fmt::format("  primary: 127.0.0.1@{}\n  allow-notify: 127.0.0.1\n  zonefile: \"{}/rpz.zone\"\n",
                         transfer->primary, folder_);
  write_file(
      folder_ + "/resolver.conf",
      fmt::format(
          "server:\n  interface: 127.0.0.1@{0}\n  port: {0}\n  do-daemonize: no\n  chroot: \"\"\n  username: \"\"\n"
          "  directory: \"{1}\"\n  pidfile: \"{1}/unbound.pid\"\n  logfile: \"{1}/resolver.log\"\n  use-syslog: no\n"
          "  verbosity: 1\n  num-threads: 1\n  do-not-query-localhost: no\n  module-config: \"respip iterator\"\n"
          "stub-zone:\n  name: \"example\"\n  stub-addr: 127.0.0.1@{2}\n"
          "rpz:\n  name: \"rpz.muster\"\n{3}remote-control:\n  control-enable: yes\n  control-interface: "
          "\"{1}/control\"\n  control-use-cert: no\n",
          port_, folder_, upstream_->port_, source));
}

void Resolver::configure_lua(const std::string& lines) {
  upstream_ = std::make_unique<Resolver>(Kind::authoritative, folder_ + "/upstream", "");
  const std::string upstream = "127.0.0.1:" + std::to_string(upstream_->port_);
  if (kind_ == Kind::powerdns) {
    // The path of a socket has 108 bytes at most, and folders of tests are deep.
    char sockets[] = "/tmp/muster-pdns.XXXXXX";
    if (!mkdtemp(sockets)) throw std::runtime_error("no folder for the socket of PowerDNS");
    sockets_ = sockets;
    write_file(folder_ + "/rpz.lua", lines);
    write_file(folder_ + "/recursor.conf",
               fmt::format("local-address=127.0.0.1\nlocal-port={0}\nconfig-dir={1}\nsocket-dir={3}\ndaemon=no\n"
                           "forward-zones=example={2}\nlua-config-file={1}/rpz.lua\ndnssec=off\n"
                           "security-poll-suffix=\nhint-file=no\nmax-cache-ttl=1\nmax-negative-ttl=1\n"
                           "packetcache-ttl=1\nthreads=1\n",
                           port_, folder_, upstream, sockets_));
  } else if (kind_ == Kind::knot) {
    write_file(folder_ + "/resolver.conf",
               fmt::format("net.listen('127.0.0.1', {}, {{ kind = 'dns' }})\nmodules = {{ 'policy' }}\n"
                           "cache.size = 10 * MB\ntrust_anchors.remove('.')\n{}"
                           "policy.add(policy.suffix(policy.STUB('127.0.0.1@{}'), policy.todnames({{'example'}})))\n",
                           port_, lines, upstream_->port_));
  } else {
    write_file(
        folder_ + "/resolver.conf",
        fmt::format("setLocal('127.0.0.1:{}')\nsetSecurityPollSuffix('')\nnewServer({{address='{}'}}):setUp()\n{}",
                    port_, upstream, lines));
  }
}

void Resolver::configure_bind(const std::string& feed, const Transfer* transfer, const std::string& lines) const {
  std::string zone = "$TTL 60\n@ IN SOA localhost. root.localhost. 1 60 60 86400 60\n@ IN NS localhost.\n";
  for (const auto& [name, address] : kNames) zone += fmt::format("{}. IN A {}\n", name, address);
  write_file(folder_ + "/example.zone", zone);
  const bool policy = kind_ == Kind::bind;
  std::string rpz;
  if (policy && transfer)
    rpz = fmt::format(
        "{}zone \"rpz.muster\" {{ type secondary; primaries {{ 127.0.0.1 port {} key \"{}\"; }}; file \"{}/rpz.zone\"; "
        "allow-query {{ none; }}; allow-notify {{ 127.0.0.1; }}; "
        "min-refresh-time 1; min-retry-time 1; }};\n",
        transfer->key_clause, transfer->primary, transfer->key_name, folder_);
  else if (policy && !lines.empty())
    rpz = lines.substr(0, lines.find(kInOptions));
  else if (policy)
    rpz = fmt::format("zone \"rpz.muster\" {{ type primary; file \"{}\"; allow-query {{ none; }}; }};\n", feed);
  write_file(
      folder_ + "/resolver.conf",
      fmt::format(
          "options {{ directory \"{1}\"; pid-file \"{1}/named.pid\"; session-keyfile \"{1}/session.key\";\n"
          "  listen-on port {0} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes; allow-query {{ 127.0.0.1; "
          "}};\n"
          "  dnssec-validation no; minimal-responses yes; managed-keys-directory \"{1}\"; {2} }};\n"
          "controls {{ }};\nzone \"example\" {{ type primary; file \"{1}/example.zone\"; }};\n{3}",
          port_, folder_,
          !lines.empty() ? lines.substr(lines.find(kInOptions) + kInOptions.size())
          : policy       ? "response-policy { zone \"rpz.muster\"; } min-update-interval 0;"
                         : "",
          rpz));
}

std::string Resolver::ask(const std::string& name, const std::string& type) const {
  const std::string said =
      output_of(fmt::format("{} @127.0.0.1 -p {} {} {} +tries=1 +time=2 +noedns 2>&1", kDig, port_, name, type));
  const auto status = said.find("status: ");
  if (status == std::string::npos) return "no answer";
  std::string answer = said.substr(status + 8, said.find(',', status) - status - 8);
  const auto section = said.find(";; ANSWER SECTION:\n");
  if (section == std::string::npos) return answer;
  std::string line = said.substr(section + 19, said.find('\n', section + 19) - section - 19);
  return answer + " " + line.substr(line.find_last_of(" \t") + 1);
}

std::string Resolver::told(const std::string& name) const {
  const std::string said = output_of(fmt::format("{} @127.0.0.1 -p {} {} A +tries=1 +time=2 2>&1", kDig, port_, name));
  const auto at = said.find("; EDE: ");
  if (at == std::string::npos) return "";
  const std::string line = said.substr(at + 7, said.find('\n', at) - at - 7);
  const auto text = line.find("): (");
  return line.substr(0, line.find(' ')) +
         (text == std::string::npos ? "" : " " + line.substr(text + 4, line.size() - text - 5));
}

std::string Resolver::ask_until(const std::string& name, const std::string& wanted) const {
  const auto until = std::chrono::steady_clock::now() + kAnswerMax;
  std::string answer = ask(name);
  while (answer != wanted && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    answer = ask(name);
  }
  return answer;
}

void Resolver::reload() const {
  kill(pid_, SIGHUP);
}

void Resolver::watch() const {
  if (kind_ == Kind::unbound)
    (void)output_of(fmt::format("PATH=$PATH:/usr/sbin " MUSTER_SOURCE_DIR
                                "/packaging/muster-rpz-watch rpz.muster -c {}/resolver.conf 2>&1",
                                folder_));
}

std::string Resolver::log() const {
  return read_all(folder_ + "/resolver.log") + read_all(folder_ + "/resolver.log.out");
}

}  // namespace muster::test
