// Runs a fuzz target without libFuzzer, in every build: the files named as arguments (what was once found stays found),
// then inputs made from a fixed seed. The long search is script/fuzz.   x_fuzz_replay [FILE…]
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kInputs = 1'000;
constexpr std::size_t kBytesMax = 600;
// Bytes of the kinds that parsers branch on: any, text, and the signs of structure.
constexpr std::string_view kAlphabets[] = {
    "", "abcxyz019.-_", "{}[]\":,\\ntrue0-.eE ", "a,\"\r\n;\t'", "<>&/=\"a1 \r\n", "www.xn--a\xc3\xa4.example \n",
};

std::string made(std::mt19937& random) {
  const std::string_view alphabet = kAlphabets[random() % std::size(kAlphabets)];
  std::string out(random() % kBytesMax, '\0');
  for (char& c : out) c = alphabet.empty() ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
  return out;
}

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::string text;
  for (int i = 1; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), {});
    if (!in.is_open() || text.empty()) {
      std::fprintf(stderr, "%s can't be read\n", argv[i]);
      return 1;
    }
    run(text);
  }
  std::mt19937 random(20100208);
  for (int i = 0; i < kInputs; ++i) {
    std::string input = made(random);
    run(input);
    if (text.empty() || input.empty()) continue;
    // A known input, bent in a few places.
    std::string bent = text;
    for (int j = 0; j < 4; ++j) bent[random() % bent.size()] = input[random() % input.size()];
    run(bent.substr(0, random() % (bent.size() + 1)));
  }
  std::printf("%d files, %d made inputs\n", argc - 1, kInputs);
}
