// `muster picture hash|score FILE…`: what a picture is known as, and what it seems to show. Reads files; writes
// nothing.
#include "commands.h"
#include "picture_eyes.h"
#include <base/files.h>
#include <base/text.h>
#include <pictures/look.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct PictureOptions {
  std::vector<std::string> files;
  std::string model = "mobilenet_v2", model_file, library;
  bool turned = false, lists = false;
};

std::string format_json(const pictures::Header& h) {
  return fmt::format(R"("format":"{}","width":{},"height":{},"frames":{})", to_text(h.format), h.width, h.height,
                     h.frames_total);
}

// One file after the other; a file that is no picture is told and costs the exit code.
template <class Each>
Result<void> each_picture(Globals& globals, const PictureOptions& options, Each&& each) {
  for (const std::string& file : options.files) {
    auto bytes = read_file(file, pictures::kPictureBytesMax + 1);
    const Result<void> done = bytes.ok() ? each(file, std::move(*bytes)) : Result<void>(bytes.error());
    if (done.ok()) continue;
    if (done.error().failure != Failure::invalid && done.error().failure != Failure::not_found) return done;
    globals.exit_code = 2;
    if (globals.json)
      fmt::print(R"({{"file":{},"code":{},"sentence":{}}})"
                 "\n",
                 json_quote(file), json_quote(done.error().code), json_quote(done.error().sentence));
    else
      fmt::print("{}: {}\n", file, done.error().sentence);
  }
  return {};
}

Result<void> run_picture_hash(Globals& globals, const PictureOptions& options) {
  pictures::Decoder decoder({look_program(), 1});
  return each_picture(globals, options, [&](const std::string& file, std::string bytes) -> Result<void> {
    MUSTER_TRY(const pictures::Picture picture, decoder.decode(bytes));
    for (int frame = 0; frame < picture.header.frames; ++frame) {
      MUSTER_TRY(const auto all, hashes::pdq_turned(picture.frame(frame)));
      std::string said;
      for (std::size_t t = 0; t < (options.turned ? hashes::kTurnedCount : 1); ++t)
        said += globals.json ? fmt::format("{}\"{}\"", t == 0 ? "" : ",", to_hex(all.hashes[t]))
                             : fmt::format("{},{},{}\n", to_hex(all.hashes[t]), all.quality, file);
      if (globals.json)
        fmt::print(R"({{"file":{},{},"frame":{},"quality":{},"pdq":[{}]}})"
                   "\n",
                   json_quote(file), format_json(picture.header), frame, all.quality, said);
      else
        fmt::print("{}", said);
    }
    return {};
  });
}

void print_seen(const Globals& globals, const std::string& file, const pictures::Seen& seen) {
  std::string matches, parts;
  for (const auto& m : seen.verdict.matches)
    matches += globals.json ? fmt::format(R"({}{{"list":{},"kind":"{}","distance":{},"put_aside":{}}})",
                                          matches.empty() ? "" : ",", json_quote(m.list_name), to_text(m.kind),
                                          m.distance, m.put_aside)
                            : fmt::format("  known: {}, {}, distance {}{}\n", m.list_name, to_text(m.kind), m.distance,
                                          m.put_aside ? ", put aside" : "");
  for (const auto& p : seen.parts) {
    std::string classes;
    for (std::size_t c = 0; c < pictures::kClassCount; ++c)
      classes += globals.json
                     ? fmt::format(R"({}"{}":{:.6f})", c == 0 ? "" : ",", pictures::kClassNames[c], p.classes[c])
                     : fmt::format("  {} {:.3f}", pictures::kClassNames[c], p.classes[c]);
    parts += globals.json
                 ? fmt::format(R"({}{{"frame":{},"x":{},"y":{},"width":{},"height":{},"whole":{},"classes":{{{}}}}})",
                               parts.empty() ? "" : ",", p.frame, p.x, p.y, p.width, p.height, p.whole, classes)
                 : fmt::format("  {}×{}{}+{}+{} {}\n", p.width, p.height, p.whole ? " whole " : " ", p.x, p.y, classes);
  }
  const auto* most = seen.most_explicit();
  const double likely = most ? pictures::explicit_of(most->classes) : 0;
  if (globals.json)
    fmt::print(R"({{"file":{},{},"dropped":{},"matches":[{}],"lifted":{},"model":{},"explicit":{},"parts":[{}]}})"
               "\n",
               json_quote(file), format_json(seen.header), seen.dropped(), matches, seen.verdict.lifted,
               seen.model.empty() ? "null" : json_quote(seen.model), most ? fmt::format("{:.6f}", likely) : "null",
               parts);
  else
    fmt::print("{}: {} {}×{}{}\n{}{}", file, to_text(seen.header.format), seen.header.width, seen.header.height,
               seen.dropped() ? ", dropped"
               : most         ? fmt::format(", explicit {:.3f}", likely)
                              : "",
               matches, parts);
}

Result<void> run_picture_score(Globals& globals, const PictureOptions& options) {
  MUSTER_TRY(const auto eyes,
             PictureEyes::open(globals, {options.model, options.model_file, options.library, options.lists}));
  return each_picture(globals, options, [&](const std::string& name, std::string bytes) -> Result<void> {
    MUSTER_TRY(const pictures::Seen seen, eyes->look(std::move(bytes)));
    print_seen(globals, name, seen);
    if (seen.verdict.is_clue() && globals.exit_code == 0) globals.exit_code = 1;
    return {};
  });
}

}  // namespace

void add_picture(CLI::App& app, Globals& globals) {
  auto o = std::make_shared<PictureOptions>();
  auto* picture = app.add_subcommand("picture", "What a picture is known as, and what it seems to show");
  picture->require_subcommand(1);
  const auto add = [&](const char* name, const char* text, auto run) {
    auto* command = picture->add_subcommand(name, text);
    command->add_option("files", o->files, "JPEG, PNG, WebP, GIF or AVIF")->required();
    command->callback([&globals, o, run] {
      if (const auto done = run(globals, *o); !done.ok()) globals.fail(done.error());
    });
    return command;
  };
  auto* hash = add("hash", "PDQ and quality, as lists are written: hash,quality,file", run_picture_hash);
  hash->add_flag("--turned", o->turned, "The seven turns and mirrorings too");
  auto* score =
      add("score", "Known pictures and the model's five classes; exit 1 when it is on a list", run_picture_score);
  score->add_flag("--lists", o->lists, "Look it up in the lists of the instance");
  score->add_option("--model", o->model, "mobilenet_v2, mobilenet_v2_mid or inception_v3")->capture_default_str();
  score->add_option("--model-file", o->model_file, "An ONNX file of one's own");
  score->add_option("--onnxruntime", o->library, "libonnxruntime.so.1, where it is not where it was built with");
}

}  // namespace muster::cli
