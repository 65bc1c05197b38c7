// What the rules share: collecting faults, forms of text. Inside of filings.
#pragma once

#include <base/faults.h>
#include <filings/rules.h>

#include <string_view>
#include <vector>

namespace muster::filings {

// Collects every fault on the way.
class Faults {
 public:
  void add(Error error, const std::string& field) {
    error.field = field;
    errors_.push_back(std::move(error));
  }
  // The value in its written form; on a fault the text as it came.
  template <class T>
  T keep(Result<T> result, T as_it_came, const std::string& field) {
    if (result.ok()) return std::move(*result);
    add(result.error(), field);
    return as_it_came;
  }
  template <class T>
  void keep_all(const Result<T>& result, T& into) {
    if (result.ok()) {
      into = *result;
      return;
    }
    const auto faults = faults_of(result.error());
    errors_.insert(errors_.end(), faults.begin(), faults.end());
  }
  std::optional<Error> take() { return together(std::move(errors_)); }

 private:
  std::vector<Error> errors_;
};

// A sentence of people about a record. Errors: reason_missing, reason_too_long.
Result<void> check_reason(const std::string& reason);

// Forms, and none twice. Field "site.pre_approvals[i]".
void check_pre_approvals(Faults& faults, std::vector<PreApproval>& approvals, Completeness completeness);
// One of them; `at` stands in front of the field.
void check_pre_approval(Faults& faults, PreApproval& approval, Completeness completeness, const std::string& at);
// What the filing has once the change is carried out.
std::vector<PreApproval> after_change(const std::vector<PreApproval>& before, const Change& change);

bool one_line(std::string_view text);
// Characters, not bytes: a name in Chinese is as long as it looks.
std::size_t characters(std::string_view text);
bool all_of_class(std::string_view text, std::string_view also);  // ASCII letters, digits and `also`
bool number_form(std::string_view number);
bool language_form(std::string_view tag);  // RFC 5646 in the part that is used: "zh", "en-GB", "zh-Hans-CN"
void check_name_text(Faults& faults, std::string& name, const char* what_missing, const char* what_long,
                     const std::string& field);

}  // namespace muster::filings
