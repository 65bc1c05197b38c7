// What an inspection hands from walking to keeping. Inside of the room.
#pragma once

#include <testing/testing.h>

#include <string>

#include <promotion/inspector.h>

namespace muster::promotion {

struct Inspector::Visited {
  bool of_qr = false;  // the QR code's way; else the short link's, or the page's
  testing::TestRun run;
  std::string title, text;  // of the page that was reached
};

struct Inspector::Round {
  Instant now;
  std::string requested_by;
  JudgeRules rules;
  std::optional<double> days;  // how often the schedule tests the site that the link leads to
};

}  // namespace muster::promotion
