#include <random>

#include <billing/flow_farm.h>
#include <fmt/format.h>

namespace muster::billing {
namespace {

struct PlantedFault {
  const char *kind, *form;
  bool browser, plain;  // where it can be
};
constexpr PlantedFault kFaults[] = {
    {"price_differs", "higher", true, true},
    {"price_differs", "second", true, true},
    {"hidden_price", "colour", true, true},
    {"hidden_price", "size", true, true},
    {"hidden_price", "outside", true, true},
    {"hidden_price", "not_shown", true, true},
    {"hidden_price", "absent", true, true},
    {"pre_ticked", "box", true, true},
    {"pre_ticked", "script", true, false},
    {"one_confirmation", "leads_to_charge", true, true},
    {"one_confirmation", "script", true, false},
    {"one_confirmation", "confirms_itself", true, true},
    {"one_confirmation", "asks_for_nothing", true, true},
    {"not_billed_on_behalf", "missing", true, true},
    {"not_billed_on_behalf", "hidden", true, true},
};

std::string money(std::int64_t amount) {
  return fmt::format("{}.{:02}", amount / 100, amount % 100);
}

// How an innocent page says its price, in as many ways as there are.
std::string price_words(std::int64_t amount, std::uint64_t dice) {
  switch (dice % 4) {
    case 0:
      return fmt::format("Price: {} CNY", money(amount));
    case 1:
      return fmt::format("资费：{}元/次", money(amount));
    case 2:
      return fmt::format("You pay ¥{} once", money(amount));
    default:
      return fmt::format("<b>{}</b> only, instead of 99.00 CNY", money(amount) + " CNY");
  }
}

std::string hidden_as(const std::string& form, const std::string& words) {
  if (form == "colour") return fmt::format("<p style=\"color:#fefefe;background:#ffffff\">{}</p>", words);
  if (form == "size") return fmt::format("<p style=\"font-size:3px\">{}</p>", words);
  if (form == "outside") return fmt::format("<p style=\"position:absolute;left:-2000px;top:0\">{}</p>", words);
  if (form == "not_shown") return fmt::format("<p style=\"display:none\">{}</p>", words);
  return "";
}

std::string page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{}</title></head><body "
      "style=\"background:#ffffff;color:#222222\"><h1>{}</h1>{}</body></html>\n",
      title, title, body);
}

std::string form_to(const std::string& address, const std::string& label) {
  return fmt::format(
      "<form action=\"{}\" method=\"get\"><input type=\"hidden\" name=\"s\" value=\"1\"><button "
      "type=\"submit\">{}</button></form>",
      address, label);
}

void write_pages(FarmFlow& f, std::mt19937_64& random) {
  const std::string first = f.flow.steps[1].address, second = f.flow.steps[2].address;
  const std::string charge = f.flow.charge_address + "?t=" + f.host;
  const auto is = [&](const char* kind, const char* form) { return f.fault == kind && f.form == form; };
  const auto dice = random();
  std::int64_t first_price = f.amount, second_price = f.amount;
  if (is("price_differs", "higher")) first_price = second_price = f.amount * 2;
  if (is("price_differs", "second")) second_price = f.amount + 100;
  const bool hides = f.fault == "hidden_price";
  const auto price = [&](std::int64_t amount) {
    const std::string words = price_words(amount, dice);
    return hides ? hidden_as(f.form, words) : fmt::format("<p>{}</p>", words);
  };
  std::string behalf = fmt::format("<p>{}</p>", f.behalf_text);
  if (f.fault == "not_billed_on_behalf")
    behalf = f.form == "hidden" ? hidden_as("colour", f.behalf_text) : "<p>Thank you.</p>";
  const bool ticked = is("pre_ticked", "box");
  // Innocent pages have boxes too, which nobody ticked.
  std::string box = dice % 3 == 0 || f.fault == "pre_ticked"
                        ? fmt::format(
                              "<p><input type=\"checkbox\" id=\"b\" name=\"news\"{}><label for=\"b\">Renew every "
                              "month</label></p>",
                              ticked ? " checked" : "")
                        : "";
  if (is("pre_ticked", "script")) box += "<script>document.getElementById('b').checked = true</script>";
  std::string press_first = form_to(first, "Get it");
  std::string confirm_first = form_to(second, f.first_text);
  if (is("one_confirmation", "leads_to_charge")) confirm_first = form_to(charge, f.first_text);
  if (is("one_confirmation", "script"))
    confirm_first = fmt::format(
        "<button type=\"button\" onclick=\"fetch('{}').then(() => location.href = "
        "'{}')\">{}</button>",
        charge, second, f.first_text);
  else if (f.flow.way == "browser" && f.fault.empty() && dice % 5 == 0)
    confirm_first =
        fmt::format("<button type=\"button\" onclick=\"location.href = '{}'\">{}</button>", second, f.first_text);
  std::string confirm_second = form_to(charge, f.second_text);
  if (is("one_confirmation", "confirms_itself"))
    confirm_second += f.flow.way == "browser"
                          ? fmt::format("<script>location.replace('{}')</script>", charge)
                          : fmt::format("<meta http-equiv=\"refresh\" content=\"0;url={}\">", charge);
  if (is("one_confirmation", "asks_for_nothing")) confirm_second = "<p>Done. Enjoy your tone.</p>";
  f.pages = {page("Ring tones", fmt::format("<p>{}</p>", price_words(f.amount, dice + 1)) + press_first),
             page("Confirm", price(first_price) + box + behalf + confirm_first),
             page("Confirm again", price(second_price) + behalf + confirm_second)};
}

}  // namespace

std::vector<FarmFlow> farm_flows(std::uint64_t seed, int count) {
  std::mt19937_64 random(seed);
  std::vector<FarmFlow> out;
  std::size_t next_fault = 0;
  for (int i = 0; i < count; ++i) {
    FarmFlow f;
    f.host = fmt::format("flow-{:02}.flows.example", i);
    f.flow.way = (i / 2) % 2 == 0 ? "browser" : "plain";
    const bool browser = f.flow.way == "browser";
    if (i % 2 == 1) {
      while (browser ? !kFaults[next_fault % std::size(kFaults)].browser
                     : !kFaults[next_fault % std::size(kFaults)].plain)
        ++next_fault;
      const PlantedFault& fault = kFaults[next_fault++ % std::size(kFaults)];
      f.fault = fault.kind;
      f.form = fault.form;
    }
    const std::string base = "http://" + f.host;
    f.flow.start = base + "/offer?from=ad";
    f.flow.steps = {{base + "/offer", false}, {base + "/first", true}, {base + "/second", true}};
    f.flow.charge_address = std::string("http://") + kFlowChargeHost + "/charge";
    f.amount = 100 + static_cast<std::int64_t>(random() % 30) * 50;
    f.behalf_text = fmt::format("Billed on behalf of Partner {}", i % 7);
    f.first_text = "Confirm";
    f.second_text = "Yes, charge my bill";
    write_pages(f, random);
    out.push_back(std::move(f));
  }
  return out;
}

std::optional<std::string> farm_flow_page(const std::vector<FarmFlow>& flows, const std::string& host,
                                          const std::string& path) {
  if (host == kFlowChargeHost) return page("Charged", "<p>Charged.</p>");
  for (const FarmFlow& f : flows) {
    if (f.host != host) continue;
    const std::string address = "http://" + host + path.substr(0, path.find('?'));
    for (std::size_t s = 0; s < f.flow.steps.size(); ++s)
      if (f.flow.steps[s].address == address) return f.pages[s];
  }
  return {};
}

}  // namespace muster::billing
