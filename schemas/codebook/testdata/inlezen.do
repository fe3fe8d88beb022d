* LVV Utrecht: verblijf in de opvang, versie 1.0 (anoniem)
version 14

import delimited using `"gegevens/microdata.csv"', clear varnames(1) case(preserve) delimiters(",") stringcols(_all) encoding("UTF-8")
rename geslacht lvv_tekst
generate long geslacht = .
label define lvv1 ///
  1 `"Man"' ///
  2 `"Vrouw"' ///
  3 `"Onbekend"' ///
  .a `"niet geregistreerd"' ///
  .c `"onderdrukt"'
quietly replace geslacht = 1 if lvv_tekst == `"man"'
quietly replace geslacht = 2 if lvv_tekst == `"vrouw"'
quietly replace geslacht = 3 if lvv_tekst == `"onbekend"'
quietly replace geslacht = .a if lvv_tekst == "-1"
quietly replace geslacht = .c if lvv_tekst == "-3"
assert !missing(geslacht) | lvv_tekst == "" | lvv_tekst == "-1" | lvv_tekst == "-3"
label values geslacht lvv1
drop lvv_tekst
label variable geslacht `"Geslacht"'
rename datum_instroom lvv_tekst
generate long datum_instroom = monthly(lvv_tekst, "YM")
format datum_instroom %tmCCYY-NN
drop lvv_tekst
label variable datum_instroom `"Datum instroom"'
rename reden_uitstroom lvv_tekst
generate long reden_uitstroom = .
label define lvv3 ///
  1 `"Naar rijksopvang"' ///
  2 `"(Tijdelijke) verblijfsvergunning"' ///
  3 `"Art. 64"' ///
  4 `"Teruggekeerd"' ///
  5 `"Eenzijdige beëindiging opvang"' ///
  6 `"MOB"' ///
  7 `"Overige uitstroom"' ///
  .a `"niet geregistreerd"'
quietly replace reden_uitstroom = 1 if lvv_tekst == `"rijksopvang"'
quietly replace reden_uitstroom = 2 if lvv_tekst == `"verblijfsvergunning"'
quietly replace reden_uitstroom = 3 if lvv_tekst == `"art64"'
quietly replace reden_uitstroom = 4 if lvv_tekst == `"teruggekeerd"'
quietly replace reden_uitstroom = 5 if lvv_tekst == `"eenzijdige_beeindiging"'
quietly replace reden_uitstroom = 6 if lvv_tekst == `"mob"'
quietly replace reden_uitstroom = 7 if lvv_tekst == `"overig"'
quietly replace reden_uitstroom = .a if lvv_tekst == "-1"
assert !missing(reden_uitstroom) | lvv_tekst == "" | lvv_tekst == "-1"
label values reden_uitstroom lvv3
drop lvv_tekst
label variable reden_uitstroom `"Reden uitstroom"'
rename nachten lvv_tekst
generate double nachten = real(lvv_tekst)
label define lvv4 ///
  .a `"niet geregistreerd"' ///
  .b `"geweigerd"' ///
  .c `"onderdrukt"'
quietly replace nachten = .a if lvv_tekst == "-1"
quietly replace nachten = .b if lvv_tekst == "-2"
quietly replace nachten = .c if lvv_tekst == "-3"
label values nachten lvv4
drop lvv_tekst
label variable nachten `"Aantal nachten, "half open" 'van' tot x"'
rename bedrag lvv_tekst
generate double bedrag = real(lvv_tekst)
label define lvv5 ///
  .d `"onderdrukt"'
quietly replace bedrag = .d if lvv_tekst == "."
label values bedrag lvv5
drop lvv_tekst
label variable bedrag `"Bedrag"'
rename peildatum lvv_tekst
generate long peildatum = date(lvv_tekst, "YMD")
format peildatum %tdDD-NN-CCYY
drop lvv_tekst
label variable peildatum `"Peildatum"'
label variable toelichting `"Toelichting"'
order geslacht datum_instroom reden_uitstroom nachten bedrag peildatum toelichting
save `"gegevens/microdata.dta"', replace

