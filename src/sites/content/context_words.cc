#include "context_words.h"

namespace muster::content {

std::span<const std::string_view> neutral_context_words() {
  static constexpr std::string_view kWords[] = {
      "anatomy",     "awareness",  "biology",       "cancer",      "chapter",     "clinic",
      "clinical",    "clinics",    "contraception", "counselling", "counseling",  "court",
      "curriculum",  "diagnosis",  "disease",       "doctor",      "doctors",     "education",
      "equality",    "exhibition", "forensic",      "gallery",     "gender",      "health",
      "hospital",    "hygiene",    "infection",     "judge",       "law",         "lawyer",
      "legislation", "medical",    "medicine",      "midwife",     "museum",      "nurse",
      "nurses",      "nutrition",  "painting",      "patient",     "patients",    "paediatric",
      "pediatric",   "pregnancy",  "prevention",    "prosecutor",  "psychology",  "psychiatric",
      "research",    "sculpture",  "screening",     "statute",     "surgeon",     "surgery",
      "survivors",   "symptoms",   "therapy",       "transmitted", "treatment",   "trial",
      "vaccine",     "victim",     "victims",       "健康",        "癌",          "医院",
      "医生",        "医学",       "医疗",          "教育",        "筛查",        "预防",
      "法律",        "法院",       "检察",          "博物馆",      "展览",        "雕塑",
      "护士",        "怀孕",       "孕期",          "疫苗",        "治疗",        "症状",
      "科普",        "卫生",       "研究",          "受害",        "salud",       "educación",
      "cáncer",      "médico",     "santé",         "éducation",   "médecin",     "gesundheit",
      "krebs",       "bildung",    "arzt",          "здоровье",    "образование", "健康診断",
      "教育委員会",  "病院",       "건강",          "교육",        "병원"};
  return kWords;
}

}  // namespace muster::content
