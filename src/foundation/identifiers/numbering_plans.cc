// The plans: one row a country. Kept small on purpose; a country that is missing is refused, never guessed.
#include <identifiers/line.h>

#include <algorithm>

namespace muster::identifiers {
namespace {

// Area codes of Canada (CNAC), which shares +1 with the United States and others of the North American plan.
constexpr std::string_view kCanada =
    "204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 468 474 506 514 "
    "519 "
    "548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942";

// Brazil: the area code, and 9 in front of every mobile number.
constexpr std::string_view kBrazil =
    "119 129 139 149 159 169 179 189 199 219 229 249 279 289 319 329 339 349 359 379 389 419 429 439 449 459 469 479 "
    "489 499 519 539 549 559 619 629 639 649 659 669 679 689 699 719 739 749 759 779 799 819 829 839 849 859 869 879 "
    "889 899 919 929 939 949 959 969 979 989 999";

// Compared with what another maintained table takes for mobile: what is left out on purpose are fixed wireless numbers
// (BD), trunked radio of eight digits (BR) and numbers of machines alone (PL 21).
constexpr NumberingPlan kPlans[] = {
    {"AE", "971", "0", 9, 9, "50 52 54-56 58", true, "TDRA, National Numbering Plan 2017", "+971501234567"},
    {"AU", "61", "0", 9, 9, "4", true, "ACMA, Telecommunications Numbering Plan 2015", "+61491570006"},
    {"BD", "880", "0", 10, 10, "13-19", true, "BTRC, National Numbering Plan 2017", "+8801812345678"},
    {"BR", "55", "0", 11, 11, kBrazil, true, "Anatel, Resolução 749/2022", "+5511961234567"},
    {"CA", "1", "1", 10, 10, kCanada, false, "CNAC, Canadian NPAs; NANPA", "+16135550123"},
    {"CH", "41", "0", 9, 9, "73 75-79", true, "BAKOM, Nummerierungsplan E.164/2002", "+41781234567"},
    {"CN", "86", "0", 11, 11, "13-19", true, "MIIT, 电信网编号计划 (2017 年版)", "+8613800138000"},
    {"DE", "49", "0", 10, 11, "15 160 162-163 17", true, "BNetzA, Nummernplan Öffentlicher Mobilfunk", "+491713920000"},
    {"EG", "20", "0", 10, 10, "10-12 15", true, "NTRA, National Numbering Plan", "+201001234567"},
    {"ES", "34", "", 9, 9, "6 71-74 78", true, "CNMC, Plan nacional de numeración telefónica (RD 2296/2004)",
     "+34612345678"},
    {"FR", "33", "0", 9, 9, "6 700 73-79", true, "ARCEP, décision 2018-0881", "+33639981234"},
    {"GB", "44", "0", 10, 10, "71-75 77-79", true, "Ofcom, National Telephone Numbering Plan", "+447700900123"},
    {"GH", "233", "0", 9, 9, "20 23-29 50 53-57 59", true, "NCA, National Communications Numbering Plan",
     "+233231234567"},
    {"HK", "852", "", 8, 8, "4-6 70 84 9", true, "OFCA, Numbering Plan", "+85251234567"},
    {"ID", "62", "0", 9, 12, "81-83 85-89", true, "Kominfo, Permen 14/2018, Fundamental Technical Plan",
     "+62812345678"},
    {"IN", "91", "0", 10, 10, "6-9", false, "DoT, National Numbering Plan 2003 and amendments", "+918123456789"},
    {"IT", "39", "", 9, 10, "31-39", true, "AGCOM, delibera 8/15/CIR", "+393123456789"},
    {"JP", "81", "0", 10, 10, "601-609 701-709 801-809 901-909", true, "MIC, 電気通信番号計画 (2019)", "+819012345678"},
    {"KE", "254", "0", 9, 9, "10-13 7", true, "CA, Numbering Plan for Kenya", "+254712123456"},
    {"KR", "82", "0", 9, 10, "10-12 16-19", true, "MSIT, 전기통신번호관리세칙", "+821020000000"},
    {"MO", "853", "", 8, 8, "6", true, "CTT, numbering plan", "+85366123456"},
    {"MY", "60", "0", 9, 10, "10-12 131-139 14-15 16 171-179 181-189 19", true,
     "MCMC, Numbering and Electronic Addressing Plan", "+60123456789"},
    {"NG", "234", "0", 10, 10, "701-709 71 801-809 81 901-909 91", true, "NCC, National Numbering Plan",
     "+2348021234567"},
    {"PH", "63", "0", 10, 10, "81 89 9", true, "NTC, MC 10-10-2008", "+639051234567"},
    {"PK", "92", "0", 10, 10, "30-37 355 364", true, "PTA, National Numbering Plan", "+923012345678"},
    {"PL", "48", "", 9, 9, "45 50-51 53 57 60 66 69 72-73 78-79 88", true, "UKE, Plan numeracji krajowej",
     "+48512345678"},
    {"RU", "7", "8", 10, 10, "9", true, "Минцифры, приказ 205/2021", "+79123456789"},
    {"SG", "65", "", 8, 8, "8-9", true, "IMDA, National Numbering Plan", "+6581234567"},
    {"TH", "66", "0", 9, 9, "14 61-66 671 8-9", true, "NBTC, telecommunications numbering plan", "+66812345678"},
    {"TR", "90", "0", 10, 10, "50 510 516 52-56 59", true, "BTK, Numaralandırma Yönetmeliği", "+905012345678"},
    {"TW", "886", "0", 9, 9, "90-98", true, "NCC, 電信網路編號計畫", "+886912345678"},
    {"US", "1", "1", 10, 10, "2-9", false, "NANPA; FCC 47 CFR 52", "+12025550143"},
    {"ZA", "27", "0", 9, 9, "6 71-74 76 78-79 81-84", true, "ICASA, Numbering Plan Regulations 2016", "+27711234567"},
};

}  // namespace

std::span<const NumberingPlan> numbering_plans() {
  return kPlans;
}

const NumberingPlan* find_numbering_plan(std::string_view country) {
  const auto* const at = std::find_if(std::begin(kPlans), std::end(kPlans),
                                      [&](const NumberingPlan& plan) { return plan.country == country; });
  return at == std::end(kPlans) ? nullptr : at;
}

}  // namespace muster::identifiers
