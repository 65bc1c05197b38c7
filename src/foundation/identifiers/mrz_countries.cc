// Whose documents and citizens: the codes of states in a zone.
#include <identifiers/mrz.h>

#include <algorithm>

namespace muster::identifiers {
namespace {

// ISO 3166-1:2020, alpha-3, sorted; without DEU, which a zone writes D.
constexpr std::string_view kStates =
    "ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH "
    "BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB "
    "CUW CXR CYM CYP CZE DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY "
    "GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ "
    "ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC "
    "MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK "
    "NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS "
    "RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD "
    "TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF "
    "WSM YEM ZAF ZMB ZWE";

// Doc 9303-3 §5, parts A to E, sorted.
constexpr std::string_view kOthers[] = {
    "D",    // Germany
    "EUE",  // European Union (laissez-passer)
    "GBD",  // British overseas territories citizen
    "GBN",  // British national (overseas)
    "GBO",  // British overseas citizen
    "GBP",  // British protected person
    "GBS",  // British subject
    "NTZ",  // neutral zone
    "RKS",  // not of Doc 9303: user-assigned in ISO 3166-1, printed on Kosovo's documents
    "UNA",  // specialised agency of the United Nations
    "UNK",  // United Nations Interim Administration Mission in Kosovo
    "UNO",  // United Nations Organization
    "UTO",  // Utopia: specimens
    "XBA",  // African Development Bank
    "XCC",  // Caribbean Community
    "XCE",  // Council of Europe
    "XCO",  // Common Market for Eastern and Southern Africa
    "XDC",  // Southern African Development Community
    "XEC",  // Economic Community of West African States
    "XES",  // Organisation of Eastern Caribbean States
    "XIM",  // African Export-Import Bank
    "XMP",  // Parliamentary Assembly of the Mediterranean
    "XOM",  // Sovereign Military Order of Malta
    "XPO",  // Interpol
    "XXA",  // stateless person (1954 convention)
    "XXB",  // refugee (1951 convention)
    "XXC",  // refugee, other
    "XXX",  // nationality not specified
};

}  // namespace

bool is_mrz_country(std::string_view code) {
  if (std::binary_search(std::begin(kOthers), std::end(kOthers), code)) return true;
  if (code.size() != 3 || code.find(' ') != std::string_view::npos) return false;
  const std::size_t at = kStates.find(code);
  return at != std::string_view::npos && at % 4 == 0;
}

}  // namespace muster::identifiers
