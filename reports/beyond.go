package reports

import "lvv/anonymise/disclosure"

// Beyond says in Dutch whom tables under a policy do not withstand, for the
// officer who signs them.
func Beyond(p disclosure.Policy) []string {
	var list []string
	if len(p.Staff) == 0 {
		list = append(list, "Niet bestand tegen medewerkers: wie alle cijfers van de eigen organisatie kent, kan een te klein aantal van een andere organisatie afleiden (lvv.toml: staff = false).")
	}
	if p.Coalition < 2 {
		list = append(list, "Niet bestand tegen samenleggen: twee mensen die ieder als enige in een cel staan, kunnen samen een te klein aantal afleiden (zo is het bij coalition = 1 in lvv.toml, en altijd naast eerdere vrijgaven).")
	}
	return append(list, "Niet bestand tegen twee mensen die samen de enigen in een cel zijn en dat van elkaar weten, en tegen grotere groepen die hun kennis samenleggen.")
}
