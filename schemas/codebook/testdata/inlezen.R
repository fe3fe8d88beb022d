# LVV Utrecht: verblijf in de opvang, versie 1.0 (anoniem)
# Zet de werkmap op de map van dit bestand: setwd("...")
# Ontbrekende waarden worden NA; attr(x, "ontbreekt") zegt waarom.

lvv_lees <- function(pad, namen) {
  x <- read.csv(pad, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
  stopifnot(identical(names(x), namen))
  x
}

lvv_ontbreekt <- function(x, codes) {
  reden <- ifelse(x %in% codes, names(codes)[match(x, codes)], NA_character_)
  x[x %in% codes] <- NA
  list(waarde = x, reden = reden)
}

microdata <- lvv_lees("gegevens/microdata.csv", c("geslacht", "datum_instroom", "reden_uitstroom", "nachten", "bedrag", "peildatum", "toelichting"))
m <- lvv_ontbreekt(microdata$geslacht, c("niet geregistreerd" = "-1", "onderdrukt" = "-3"))
microdata$geslacht <- m$waarde
stopifnot(all(is.na(microdata$geslacht) | microdata$geslacht %in% c("man", "vrouw", "onbekend")))
microdata$geslacht <- factor(microdata$geslacht,
  levels = c("man", "vrouw", "onbekend"),
  labels = c("Man", "Vrouw", "Onbekend"))
attr(microdata$geslacht, "label") <- "Geslacht"
attr(microdata$geslacht, "ontbreekt") <- m$reden
attr(microdata$datum_instroom, "label") <- "Datum instroom"
m <- lvv_ontbreekt(microdata$reden_uitstroom, c("niet geregistreerd" = "-1"))
microdata$reden_uitstroom <- m$waarde
stopifnot(all(is.na(microdata$reden_uitstroom) | microdata$reden_uitstroom %in% c("rijksopvang", "verblijfsvergunning", "art64", "teruggekeerd", "eenzijdige_beeindiging", "mob", "overig")))
microdata$reden_uitstroom <- factor(microdata$reden_uitstroom,
  levels = c("rijksopvang", "verblijfsvergunning", "art64", "teruggekeerd", "eenzijdige_beeindiging", "mob", "overig"),
  labels = c("Naar rijksopvang", "(Tijdelijke) verblijfsvergunning", "Art. 64", "Teruggekeerd", "Eenzijdige beëindiging opvang", "MOB", "Overige uitstroom"))
attr(microdata$reden_uitstroom, "label") <- "Reden uitstroom"
attr(microdata$reden_uitstroom, "ontbreekt") <- m$reden
m <- lvv_ontbreekt(microdata$nachten, c("niet geregistreerd" = "-1", "geweigerd" = "-2", "onderdrukt" = "-3"))
microdata$nachten <- m$waarde
microdata$nachten <- as.integer(microdata$nachten)
attr(microdata$nachten, "label") <- "Aantal nachten, \"half open\" 'van' tot $x"
attr(microdata$nachten, "ontbreekt") <- m$reden
m <- lvv_ontbreekt(microdata$bedrag, c("onderdrukt" = "."))
microdata$bedrag <- m$waarde
microdata$bedrag <- as.numeric(microdata$bedrag)
attr(microdata$bedrag, "label") <- "Bedrag"
attr(microdata$bedrag, "ontbreekt") <- m$reden
microdata$peildatum <- as.Date(microdata$peildatum)
attr(microdata$peildatum, "label") <- "Peildatum"
attr(microdata$toelichting, "label") <- "Toelichting"

