* LVV Utrecht: verblijf in de opvang, versie 1 0, anoniem.
* Zet eerst de werkmap: CD 'map van dit bestand'.
SET DECIMAL=DOT.

GET DATA /TYPE=TXT /FILE='gegevens/microdata.csv' /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED /DELIMITERS=',' /QUALIFIER='"' /FIRSTCASE=2
  /VARIABLES=
    geslacht A8
    datum_instroom A7
    reden_uitstroom A22
    nachten F12.0
    bedrag F16.2
    peildatum SDATE10
    toelichting A120
  .
VARIABLE LABELS
  geslacht 'Geslacht'
  datum_instroom 'Datum instroom'
  reden_uitstroom 'Reden uitstroom'
  nachten 'Aantal nachten, "half open" ''van'' tot $x'
  bedrag 'Bedrag'
  peildatum 'Peildatum'
  toelichting 'Toelichting'
  .
VALUE LABELS geslacht
  'man' 'Man'
  'vrouw' 'Vrouw'
  'onbekend' 'Onbekend'
  '-1' 'niet geregistreerd'
  '-3' 'onderdrukt'
  .
MISSING VALUES geslacht ('-1', '-3').
VALUE LABELS reden_uitstroom
  'rijksopvang' 'Naar rijksopvang'
  'verblijfsvergunning' '(Tijdelijke) verblijfsvergunning'
  'art64' 'Art. 64'
  'teruggekeerd' 'Teruggekeerd'
  'eenzijdige_beeindiging' 'Eenzijdige beëindiging opvang'
  'mob' 'MOB'
  'overig' 'Overige uitstroom'
  '-1' 'niet geregistreerd'
  .
MISSING VALUES reden_uitstroom ('-1').
VALUE LABELS nachten
  -1 'niet geregistreerd'
  -2 'geweigerd'
  -3 'onderdrukt'
  .
MISSING VALUES nachten (-1, -2, -3).
EXECUTE.
DATASET COPY microdata.

DATASET ACTIVATE microdata.
