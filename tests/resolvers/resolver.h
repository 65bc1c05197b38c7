// A private instance of a real resolver on a free loopback port, ended by its pid.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <sys/types.h>

namespace muster::test {

// A port of 127.0.0.1 on which nothing listens now, for UDP and TCP.
std::uint16_t free_port();

// How long a resolver may take to answer at all; longer where its zone is large.
inline std::chrono::seconds resolver_start_max{20};

class Resolver {
 public:
  // authoritative: BIND that only serves the names behind; an Unbound starts one of its own, because what Unbound
  // serves itself (local-data) goes before its policy zones.
  enum class Kind { unbound, bind, authoritative, powerdns, knot, dnsdist };
  // `feed`: the zone's file, or (Unbound alone) an http address to fetch it from. Throws when the binary is missing,
  // the configuration is refused, or it does not answer in time; the message holds its log.
  Resolver(Kind kind, const std::string& folder, const std::string& feed);
  // The same, fetching the policy zone by transfer: AXFR and IXFR with TSIG, told by NOTIFY. `port` is the resolver's
  // own.
  struct Transfer {
    std::uint16_t primary;             // port on 127.0.0.1
    std::string key_clause, key_name;  // "": Unbound 1.17 can't sign
  };
  Resolver(Kind kind, const std::string& folder, const Transfer& transfer, std::uint16_t port);
  // The same with lines of configuration of its own (zones/resolver_config.h), in the server's own language.
  struct Lines {
    std::string text;
  };
  Resolver(Kind kind, const std::string& folder, const Lines& lines, std::uint16_t port = free_port());
  ~Resolver();
  Resolver(const Resolver&) = delete;

  // "NXDOMAIN", "NOERROR 192.0.2.1", …
  std::string ask(const std::string& name, const std::string& type = "A") const;
  // What a visitor is told beside the answer (RFC 8914): "16 text"; "" nothing.
  std::string told(const std::string& name) const;
  // Asks until the answer is `wanted`, for ten seconds; returns the last one.
  std::string ask_until(const std::string& name, const std::string& wanted) const;
  void reload() const;  // SIGHUP
  void watch() const;   // packaging/muster-rpz-watch, once, as a timer beside Unbound does each minute
  const std::string& socket_folder() const { return sockets_; }  // of PowerDNS's control socket
  std::uint16_t port() const { return port_; }
  pid_t pid() const { return pid_; }
  std::string log() const;

 private:
  void start();
  void end();
  void configure_unbound(const std::string& feed, const Transfer* transfer);
  void configure_lua(const std::string& lines);
  void configure_bind(const std::string& feed, const Transfer* transfer, const std::string& lines = {}) const;

  std::unique_ptr<Resolver> upstream_;
  Kind kind_;
  std::string folder_, sockets_;
  std::uint16_t port_;
  pid_t pid_ = -1;
};

}  // namespace muster::test
