// Looks for a picture's bytes in everything below a folder: as they are, in base64, and in gzip's members. For tests.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unordered_set>
#include <vector>

#include <zlib.h>

namespace muster::test {

// Runs of a picture's bytes that others don't have: any run of 24 bytes holds one of them.
class BytesSearch {
 public:
  BytesSearch(const std::string& wanted, const std::vector<std::string>& others) {
    for (std::size_t at = 0; at + kRun <= wanted.size(); at += 8) runs_.insert(wanted.substr(at, kRun));
    for (const std::string& other : others)
      for (std::size_t at = 0; at + kRun <= other.size(); ++at) runs_.erase(other.substr(at, kRun));
    for (const std::string& run : runs_) starts_.insert(start_of(run.data()));
  }
  std::size_t runs() const { return runs_.size(); }

  // Where a run stands: "" nowhere.
  std::string found_below(const std::filesystem::path& folder) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream all;
      all << file.rdbuf();
      if (const std::string how = found_in(all.str()); !how.empty()) return how + " in " + entry.path().string();
    }
    return {};
  }
  std::string found_in(const std::string& bytes) const {
    if (holds(bytes)) return "raw";
    if (in_base64(bytes)) return "base64";
    const std::string unpacked = members_of(bytes);
    if (holds(unpacked)) return "packed";
    return in_base64(unpacked) ? "base64, packed" : "";
  }

 private:
  static constexpr std::size_t kRun = 16;
  static std::uint64_t start_of(const char* at) {
    std::uint64_t out;
    std::memcpy(&out, at, sizeof out);
    return out;
  }
  bool holds(const std::string& bytes) const {
    for (std::size_t at = 0; at + kRun <= bytes.size(); ++at)
      if (starts_.contains(start_of(bytes.data() + at)) && runs_.contains(bytes.substr(at, kRun))) return true;
    return false;
  }
  // Letters of base64, from wherever they begin.
  bool in_base64(const std::string& text) const {
    std::string letters;
    const auto search = [&] {
      bool out = false;
      for (std::size_t skip = 0; skip < 4 && letters.size() >= 32 && !out; ++skip) out = holds(decoded(letters, skip));
      letters.clear();
      return out;
    };
    for (const char c : text) {
      if (value_of(c) >= 0)
        letters += c;
      else if (c != '\n' && c != '\r' && c != '\\' && search())
        return true;
    }
    return search();
  }
  static int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
  }
  static std::string decoded(const std::string& letters, std::size_t skip) {
    std::string out;
    for (std::size_t at = skip; at + 4 <= letters.size(); at += 4) {
      const int bits = value_of(letters[at]) << 18 | value_of(letters[at + 1]) << 12 | value_of(letters[at + 2]) << 6 |
                       value_of(letters[at + 3]);
      for (const int shift : {16, 8, 0}) out += static_cast<char>(bits >> shift);
    }
    return out;
  }
  // What all gzip members in the bytes hold.
  static std::string members_of(const std::string& bytes) {
    std::string out;
    for (std::size_t at = bytes.find("\x1F\x8B\x08"); at != std::string::npos;
         at = bytes.find("\x1F\x8B\x08", at + 1)) {
      z_stream z{};
      if (inflateInit2(&z, 31) != Z_OK) return out;
      z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + at));
      z.avail_in = static_cast<uInt>(bytes.size() - at);
      char piece[65536];
      for (int code = Z_OK; code == Z_OK;) {
        z.next_out = reinterpret_cast<Bytef*>(piece);
        z.avail_out = sizeof piece;
        code = inflate(&z, Z_NO_FLUSH);
        out.append(piece, sizeof piece - z.avail_out);
      }
      inflateEnd(&z);
    }
    return out;
  }
  std::unordered_set<std::string> runs_;
  std::unordered_set<std::uint64_t> starts_;
};

}  // namespace muster::test
