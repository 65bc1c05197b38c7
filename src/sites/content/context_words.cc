#include "context_words.h"

namespace muster::content {

std::span<const ContextWords> context_words() {
  static constexpr ContextWords kAll[] = {
      {"medicine",
       "anatomy\nawareness\nbiology\ncancer\nclinic\nclinical\nclinics\ncontraception\n"
       "diagnosis\ndisease\ndoctor\ndoctors\nforensic\nhealth\nhospital\nhygiene\ninfection\n"
       "infections\nmedical\nmedicine\nmidwife\nnurse\nnurses\nnutrition\npatient\npatients\n"
       "paediatric\npediatric\npregnancy\nprevention\npsychology\npsychiatric\nscreening\n"
       "surgeon\nsurgery\nsymptoms\ntherapy\ntherapist\ntransmitted\ntreatment\nvaccine\n"
       "addiction\nrehabilitation\n健康\n癌\n医院\n医生\n医学\n医疗\n筛查\n预防\n护士\n怀孕\n孕期\n疫苗\n治疗\n症状\n"
       "卫生\n心理咨询\n戒赌\n成瘾\nsalud\ncáncer\nmédico\nmédica\nenfermedad\ntratamiento\nadicción\n"
       "santé\nmédecin\nmaladie\ntraitement\ndépendance\ngesundheit\nkrebs\narzt\nkrankheit\n"
       "behandlung\nspielsucht\nsaúde\ndoença\ntratamento\nздоровье\nздоровья\nврач\n"
       "болезн*\nлечени*\nзависимост*\n健康診断\n病院\n医師\n治療\n依存症\n건강\n병원\n치료\n중독\nsức khỏe\n"
       "bệnh viện\nđiều trị\nสุขภาพ\nโรงพยาบาล\nแพทย์\nkesehatan\nrumah sakit\ndokter\n"
       "sağlık\nhastane\ntedavi\nصحة\nمستشفى\nطبيب\nعلاج\nस्वास्थ्य\nअस्पताल\nचिकित्सा\n"
       "salute\nospedale\nmedico\ncura\n"},
      {"education",
       "chapter\ncounselling\ncounseling\ncurriculum\neducation\nequality\ngender\nresearch\n"
       "textbook\nlesson\nstudents\npupils\nuniversity\nstatistics\nprobability\ntutorial\n"
       "教育\n科普\n研究\n课程\n教材\n学校\n概率\neducación\nescuela\ninvestigación\néducation\nécole\n"
       "recherche\nbildung\nunterricht\nforschung\nschule\neducação\nescola\nобразование\n"
       "школ*\nисследован*\n教育委員会\n授業\n교육\n연구\ngiáo dục\nnghiên cứu\nการศึกษา\nวิจัย\n"
       "pendidikan\npenelitian\neğitim\naraştırma\nتعليم\nبحث\nशिक्षा\nअनुसंधान\nistruzione\n"
       "ricerca\n"},
      {"law",
       "court\njudge\nlaw\nlaws\nlawyer\nlegislation\nprosecutor\nprosecuted\nstatute\n"
       "trial\nvictim\nvictims\nsurvivors\nconvicted\nsentenced\ncrime\npolice\nregulator\n"
       "regulation\nregulations\n法律\n法院\n检察\n受害\n立法\n警方\n公安\n判处\n犯罪\n监管\n条例\ntribunal\nley\n"
       "policía\nvíctima\nvíctimas\nloi\npolice judiciaire\nvictimes\ngesetz\ngericht\n"
       "polizei\nopfer\nlei\npolícia\nvítima\nзакон*\nсуд\nполици*\nжертв*\n裁判所\n警察\n被害\n법률\n"
       "법원\n경찰\n피해자\npháp luật\ntòa án\ncảnh sát\ncông an\nกฎหมาย\nศาล\nตำรวจ\nhukum\n"
       "pengadilan\npolisi\nyasa\nmahkeme\npolis\nقانون\nمحكمة\nشرطة\nकानून\nन्यायालय\n"
       "पुलिस\nlegge\ntribunale\npolizia\n"},
      {"art",
       "exhibition\ngallery\nmuseum\npainting\npaintings\nsculpture\nnovel\nfilm\nopera\n"
       "theatre\npoem\n博物馆\n展览\n雕塑\n小说\n电影\n画展\nmuseo\nexposición\npintura\nnovela\nmusée\n"
       "exposition\npeinture\nroman\nausstellung\ngemälde\nmuseu\nexposição\nмузей\n"
       "выставк*\nроман\n美術館\n展覧会\n小説\n미술관\n전시\n소설\nbảo tàng\ntriển lãm\nพิพิธภัณฑ์\n"
       "นิทรรศการ\npameran\nmüze\nsergi\nمتحف\nمعرض\nसंग्रहालय\nप्रदर्शनी\nmostra\ndipinto\n"},
      {"news",
       "newspaper\nreporter\nreporters\nreported\naccording to\nspokesman\nspokeswoman\n"
       "journalist\nnewsroom\n记者\n报道\n据报道\n新华社\n发言人\n日报\nperiódico\nreportero\nsegún\n"
       "journaliste\nselon\nzeitung\nlaut polizei\njornal\nrepórter\nжурналист*\nсообщает\n"
       "сообщил*\n新聞\n記者\n報道\n기자\n보도\n신문\nphóng viên\nbáo cáo\nผู้สื่อข่าว\nข่าว\nwartawan\n"
       "berita\ngazeteci\nhaber\nصحفي\nصحيفة\nपत्रकार\nसमाचार\ngiornale\ngiornalista\n"},
      {"warning",
       "beware\nscam alert\nwarning\nwarns\nrecognise phishing\nrecognize phishing\n"
       "report phishing\navoid scams\nprotect yourself\nnever share\nfraud prevention\n"
       "awareness month\n警惕\n谨防\n防骗\n反诈\n举报\n提醒\n切勿\n诈骗分子\n不要轻信\ncuidado con\nevite fraudes\n"
       "advertencia\nattention aux\nméfiez-vous\narnaque signalée\nwarnung vor\nvorsicht\n"
       "achtung betrug\ncuidado com\nalerta de golpe\nосторожно\nмошенник*\nпредупрежда*\n"
       "注意喚起\n詐欺に注意\nにご注意\n주의하세요\n사기 주의\ncảnh báo\nlừa đảo\nระวัง\nเตือนภัย\nwaspada\n"
       "hati-hati\ndikkat\ndolandırıcılara\nاحذر\nتحذير\nसावधान\nधोखाधड़ी से\n"
       "attenzione alle\ntruffe segnalate\n"},
  };
  return kAll;
}

}  // namespace muster::content
