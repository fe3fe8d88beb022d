package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lvv/anonymise/durable"
	"lvv/anonymise/register"
	"lvv/anonymise/store"
	"lvv/ingest/envelope"
)

// levels are the sender levels in words for a receipt.
var levels = map[envelope.Level]string{
	envelope.LevelNone:   "0 - geopend met de herstelsleutel, niet ondertekend",
	envelope.LevelKey:    "1 - verzegeld met de sleutel van de organisatie",
	envelope.LevelFolder: "2 - en via de eigen map van de organisatie",
	envelope.LevelSigned: "3 - ondertekend door de organisatie",
	envelope.LevelPhone:  "4 - en telefonisch bevestigd",
}

// verdicts say in one sentence how a delivery fared.
var verdicts = []struct {
	err  error
	text string
}{
	{nil, "Ontvangen en verwerkt."},
	{store.ErrSame, "Al ontvangen: deze levering telde al mee. Er is niets veranderd."},
	{store.ErrOlder, "Niet verwerkt: er telt al een levering van deze periode met hetzelfde of een hoger volgnummer. Geef een verbeterde levering een hoger volgnummer."},
	{store.ErrOverlap, "Niet verwerkt: de periode valt deels samen met een periode die al geleverd is. Lever dezelfde periode opnieuw, of een die haar geheel omvat."},
	{errHeld, "Wacht op een medewerker: niet ondertekend, of er is ongewoon veel verdwenen ten opzichte van de vorige levering."},
	{errRefused, "Niet verwerkt: het bestand als geheel klopt niet. De vorige levering blijft gelden."},
	{errNotAgreed, "Niet verwerkt: dit is niet afgesproken in het leveringscontract."},
	{errNoOrganisation, "Niet verwerkt: deze organisatie is hier niet bekend."},
}

func verdict(err error) string {
	for _, v := range verdicts {
		if errors.Is(err, v.err) {
			return v.text
		}
	}
	return "Niet geopend: " + sealAdvice(err)
}

// sealAdvice says in Dutch what is wrong with the seal.
func sealAdvice(err error) string {
	for _, a := range []struct {
		err  error
		text string
	}{
		{envelope.ErrNotForUs, "het bestand is niet voor deze intake verzegeld. Verzegel opnieuw met de sleutels uit de leveringsmap."},
		{envelope.ErrTruncated, "het einde van het bestand ontbreekt. Stuur hetzelfde bestand opnieuw."},
		{envelope.ErrAltered, "het bestand is onderweg veranderd. Stuur hetzelfde bestand opnieuw."},
		{envelope.ErrMangled, "een mailprogramma of tekstverwerker heeft het bestand veranderd. Stuur het als bijlage of via de map."},
		{envelope.ErrNotAge, "het bestand is niet verzegeld. Mail het niet; verzegel het eerst."},
		{envelope.ErrEmpty, "het bestand is leeg."},
		{envelope.ErrRetired, "verzegeld met een sleutel die niet meer geldt. Gebruik de nieuwste leveringsmap."},
		{envelope.ErrPassphrase, "verzegeld met een wachtwoord in plaats van met de sleutel."},
		{envelope.ErrTwice, "er zit een verzegeld bestand in het verzegelde bestand. Verzegel de uitdraai zelf, één keer."},
		{envelope.ErrOfficePassword, "het werkboek heeft een wachtwoord. Sla het op zonder wachtwoord en verzegel opnieuw."},
		{envelope.ErrOldExcel, "het werkboek heeft het oude .xls-formaat. Sla het op als .xlsx en verzegel opnieuw."},
		{envelope.ErrZipPassword, "er zit een ZIP met wachtwoord in. Verzegel de uitdraai zelf."},
		{envelope.ErrKind, "de inhoud is geen CSV of Excel-bestand."},
		{envelope.ErrName, "de bestandsnaam zegt niet welke organisatie, dataset en periode het is."},
		{envelope.ErrManifest, "gemaakt met een andere versie van het programma."},
		{envelope.ErrWrongSender, "de handtekening past niet bij de organisatie. Neem contact op met de gemeente."},
		{envelope.ErrForwarded, "het bestand was voor een ander verzegeld en is doorgestuurd."},
	} {
		if errors.Is(err, a.err) {
			return a.text
		}
	}
	return "het bestand kon niet worden geopend."
}

// receiptName is the name of the receipt of a file, without its extension.
func (o *outcome) receiptName() string {
	return strings.TrimSuffix(o.shown(), ".age") + "_" + envelope.ReceiptCode(o.id)
}

// receiptBase is the path of a new receipt, without its extension. An earlier one
// stays: that a file came twice does not unsay that it was taken in.
func (in *intake) receiptBase(o *outcome) string {
	base := filepath.Join(in.receiptsDir(), o.receiptName())
	for n, path := 2, base; ; n++ {
		if _, err := os.Stat(path + ".txt"); errors.Is(err, fs.ErrNotExist) {
			return path
		}
		path = fmt.Sprintf("%s_%d", base, n)
	}
}

// showReceipts prints the receipts of a code, the oldest first: a file that came
// twice has two.
func (w *workspace) showReceipts(env *environment, typed string) error {
	code, ok := envelope.ParseReceipt(typed)
	if !ok {
		return fmt.Errorf("a receipt code has eight letters and digits, as in ABCD-EFGH: %w", errUsage)
	}
	paths, err := filepath.Glob(filepath.Join(w.receiptsDir(), "*_"+code+"*.txt"))
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return errNoReceipt
	}
	slices.Sort(paths)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("reading a receipt: %w", err)
		}
		env.print("%s", text)
	}
	return nil
}

// errNoReceipt means that nothing came in under a code.
var errNoReceipt = errors.New("there is no receipt with that code")

// writeReceipt writes the receipt and, beside it, the proof that the outcome
// stands in the ledger. A receipt holds counts, codes and row numbers; never a
// value.
func (in *intake) writeReceipt(o *outcome) error {
	proof, err := in.book.Prove(o.entry)
	if err != nil {
		return err
	}
	base := in.receiptBase(o)
	if err := writeWhole(base+".bewijs", proof); err != nil {
		return err
	}
	return durable.WriteFile(base+".txt", durable.Private, func(w io.Writer) error { return in.receipt(w, o) })
}

// goneText says which open rows of which earlier delivery are missing, a sentence
// for each delivery.
func goneText(all []register.Gone) string {
	var b strings.Builder
	for len(all) > 0 {
		first, n := all[0], 0
		var rows []string
		for ; n < len(all) && all[n].Period == first.Period && all[n].Seq == first.Seq; n++ {
			rows = append(rows, strconv.Itoa(int(all[n].Row)))
		}
		all = all[n:]
		which, what := "rij "+rows[0], "Het blijft"
		if n > 1 {
			which, what = fmt.Sprintf("%d rijen (%s)", n, strings.Join(rows, ", ")), "Ze blijven"
		}
		fmt.Fprintf(&b, "Verdwenen terwijl het verblijf nog liep: %s van de levering over %s tot en met %s. %s meetellen tot u een einddatum levert.\n",
			which, first.Period.From.Dutch(), first.Period.To.Dutch(), what)
	}
	return b.String()
}

func (in *intake) receipt(w io.Writer, o *outcome) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Ontvangstbewijs\n\nOntvangstcode:   %s\nOntvangen:       %s\nProgramma:       %s\n",
		envelope.ReceiptCode(o.id), in.at.Format("02-01-2006 15:04"), in.settings.Programme)
	t := o.taking
	if t != nil {
		fmt.Fprintf(&b, "Organisatie:     %s\nDataset:         %s\nPeriode:         %s tot en met %s\nVolgnummer:      %d\nAfzender:        %s\nSleutel:         %s\n",
			t.meta.Org, t.meta.Dataset, t.meta.From.Dutch(), t.meta.To.Dutch(), t.meta.Seq, levels[o.level], o.keyName)
	}
	fmt.Fprintf(&b, "\n%s\n\n", verdict(o.err))
	if t != nil && t.session != nil && o.err == nil {
		c := t.session.Changes()
		fmt.Fprintf(&b, "Ten opzichte van wat gold: %d nieuw, %d gewijzigd, %d gelijk, %d verdwenen.\n", c.New, c.Changed, c.Same, c.Vanished)
		b.WriteString(goneText(c.Gone) + "\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	if t == nil || t.report == nil {
		return nil
	}
	if err := t.report.WriteText(w, in.settings.Language); err != nil {
		return err
	}
	if t.report.Stats.Bad == 0 || o.err != nil {
		return nil
	}
	_, err := fmt.Fprintf(w, "\nDe rijen die niet goed waren, staan verzegeld in %s; alleen de organisatie kan ze openen.\n", t.asideName())
	return err
}

// tell says on the screen how a file fared: the result on stdout, advice on stderr.
func (in *intake) tell(env *environment, o outcome) {
	code := envelope.ReceiptCode(o.id)
	if t := o.taking; o.err == nil {
		s := t.report.Stats
		env.print("%s\t%s\t%d rows, %d put aside", code, o.shown(), s.Good+s.Bad, s.Bad)
		return
	}
	env.print("%s\t%s\t%s", code, o.shown(), resultCode(o.err))
	if errors.Is(o.err, store.ErrSame) {
		return
	}
	env.say("warning: %s: %v", o.shown(), o.err)
	for _, a := range advice {
		if errors.Is(o.err, a.err) && a.hint != "" {
			env.say("hint: %s", a.hint)
			return
		}
	}
}
