#include "client_sketch.h"
#include "name_table.h"
#include "site_of.h"
#include <census/observation.h>

#include <charconv>
#include <mutex>
#include <new>

namespace muster::census {
namespace {

struct Days {
  std::int32_t first = 0, last = 0;
};

std::string new_salt(Random& random) {
  std::string salt(16, '\0');
  random.fill({reinterpret_cast<std::uint8_t*>(salt.data()), salt.size()});
  return salt;
}

std::string_view next_field(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  const auto field = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return field;
}

}  // namespace

struct Observation::Inside {
  Random& random;
  ObservationLimits limits;
  std::shared_ptr<const Register> known;
  std::int32_t today;
  mutable std::mutex mutex;  // guards everything below and the two above
  NameTable<char> sites;     // of today
  std::unique_ptr<ClientSketches> sketches;
  NameTable<Days> before;
  std::uint64_t names = 0, not_sites = 0, left_out = 0;  // since the last take()
  std::uint64_t left_out_ever = 0;

  Inside(Random& r, const ObservationLimits& l, std::shared_ptr<const Register> register_now, std::int32_t day)
      : random(r), limits(l), known(std::move(register_now)), today(day) {
    fresh_day();
  }
  void fresh_day() {
    std::string salt = new_salt(random);
    sketches = std::make_unique<ClientSketches>(salt, limits.k);
    sodium_memzero(salt.data(), salt.size());
    sites = {};
  }
  void leave_out() {
    ++left_out;
    ++left_out_ever;
  }
  void keep(std::string_view name, Days days) {
    bool is_new = false;
    const auto row = before.find_or_add(name, limits.seen_max, is_new);
    if (row < 0) return leave_out();
    Days& here = before.value(static_cast<std::size_t>(row));
    here = is_new ? days : Days{std::min(here.first, days.first), std::max(here.last, days.last)};
  }
  bool fresh(const Days& days) const { return days.last > today - limits.window_days; }
  // What k clients asked for within the window, with its days; a site of today and of days before comes twice. Returns
  // how many sites of today too few asked for.
  template <class Visit>
  std::uint64_t each_seen(const Visit& visit) const {
    std::uint64_t below_k = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
      if (fresh(before.value(i))) visit(before.text(i), before.value(i));
    for (std::size_t i = 0; i < sites.size(); ++i) {
      if (sketches->enough(i))
        visit(sites.text(i), Days{today, today});
      else
        ++below_k;
    }
    return below_k;
  }
};

Observation::Observation(Random& random, const ObservationLimits& limits, std::shared_ptr<const Register> known,
                         std::int32_t today)
    : inside_(std::make_unique<Inside>(random, limits, std::move(known), today)) {}
Observation::~Observation() = default;

void Observation::begin() {
  inside_->mutex.lock();
}
void Observation::end() {
  inside_->mutex.unlock();
}

void Observation::query(const intake::Query& query) {
  Inside& in = *inside_;
  names::NameText text;
  const auto site = site_of_query(query.name, *in.known, text);
  if (site.empty()) {
    ++in.not_sites;
    return;
  }
  ++in.names;
  try {
    bool is_new = false;
    const auto row = in.sites.find_or_add(site, in.limits.sites_max, is_new);
    if (row < 0) return in.leave_out();
    in.sketches->add(static_cast<std::size_t>(row), query.client);
  } catch (const std::bad_alloc&) {
    in.leave_out();
  }
}

void Observation::set_register(std::shared_ptr<const Register> known) {
  const std::lock_guard lock(inside_->mutex);
  inside_->known = std::move(known);
}

void Observation::start_day(std::int32_t today) {
  Inside& in = *inside_;
  const std::lock_guard lock(in.mutex);
  const std::int32_t ended = std::exchange(in.today, today);
  NameTable<Days> former;
  std::swap(former, in.before);
  for (std::size_t i = 0; i < former.size(); ++i)
    if (in.fresh(former.value(i))) in.keep(former.text(i), former.value(i));
  for (std::size_t i = 0; i < in.sites.size(); ++i)
    if (in.sketches->enough(i)) in.keep(in.sites.text(i), {ended, ended});
  in.fresh_day();
}

Seen Observation::take() {
  Inside& in = *inside_;
  const std::lock_guard lock(in.mutex);
  Seen seen;
  // The census takes the days of a site that comes twice together.
  seen.intake.below_k = in.each_seen([&](std::string_view name, Days days) {
    seen.rows.push_back({seen.texts.size(), static_cast<std::uint32_t>(name.size()), days.first, days.last});
    seen.texts += name;
  });
  seen.intake.names = std::exchange(in.names, 0);
  seen.intake.not_sites = std::exchange(in.not_sites, 0);
  seen.intake.over_sites_max = std::exchange(in.left_out, 0);
  return seen;
}

std::string Observation::save() const {
  const Inside& in = *inside_;
  const std::lock_guard lock(in.mutex);
  std::string out;
  in.each_seen([&](std::string_view name, Days days) {
    out.append(name).append(" ").append(std::to_string(days.first)).append(" ").append(std::to_string(days.last));
    out += '\n';
  });
  return out;
}

void Observation::load(std::string_view text) {
  Inside& in = *inside_;
  const std::lock_guard lock(in.mutex);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto name = next_field(line), first = next_field(line), last = next_field(line);
    Days days;
    const auto number = [](std::string_view digits, std::int32_t& value) {
      return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
    };
    names::NameText parsed;
    if (names::parse_into(name, parsed, {.underscore = true}) != names::NameFault::none || parsed.view() != name)
      continue;
    if (number(first, days.first) && number(last, days.last) && days.first <= days.last && days.last <= in.today &&
        in.fresh(days))
      in.keep(name, days);
  }
}

Observation::Size Observation::size() const {
  const Inside& in = *inside_;
  const std::lock_guard lock(in.mutex);
  return {in.sites.size(), in.before.size(), in.sites.bytes() + in.before.bytes() + in.sketches->bytes(),
          in.left_out_ever};
}

}  // namespace muster::census
