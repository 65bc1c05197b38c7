// How the program reaches the outside.
#include <testing/address_guard.h>
#include <testing/testing.h>

#include <map>

#include <instructions/service.h>

namespace muster::instructions {

Result<outbound::Answer> post_by_http(const Letter& letter) {
  outbound::Question question;
  question.url = letter.url;
  question.body = letter.body;
  question.time_max = std::chrono::seconds(15);  // others wait behind it
  question.headers = {"Content-Type: application/json"};
  if (letter.public_only)
    question.refuse = [](const std::string& address) { return testing::refused_because(address); };
  return outbound::ask(question);
}

Look look_by(testing::Service& testing, const Stop& stop) {
  return [&testing, stop](const std::vector<std::string>& urls) -> Result<std::vector<Seen>> {
    MUSTER_TRY(const auto runs, testing.test(urls, "system:instructions", {}, stop));
    std::map<std::string, Seen> ended;  // visits end in an order of their own
    for (const auto& run : runs) ended[run.url] = {run.id, run.http_status, run.error};
    std::vector<Seen> out;
    for (const std::string& url : urls) out.push_back(ended[url]);
    return out;
  };
}

}  // namespace muster::instructions
