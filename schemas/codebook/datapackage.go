package codebook

import (
	"encoding/json"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The profiles of version 2 of the Data Package standard.
const (
	packageProfile  = "https://datapackage.org/profiles/2.0/datapackage.json"
	resourceProfile = "https://datapackage.org/profiles/2.0/dataresource.json"
	schemaProfile   = "https://datapackage.org/profiles/2.0/tableschema.json"
)

type dataPackage struct {
	Schema      string         `json:"$schema"`
	Name        string         `json:"name"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Version     string         `json:"version"`
	Created     string         `json:"created"`
	Keywords    []string       `json:"keywords"`
	Resources   []dataResource `json:"resources"`
}

type dataResource struct {
	Schema      string      `json:"$schema"`
	Name        string      `json:"name"`
	Title       string      `json:"title"`
	Type        string      `json:"type"`
	Path        string      `json:"path"`
	Format      string      `json:"format"`
	MediaType   string      `json:"mediatype"`
	Encoding    string      `json:"encoding"`
	Hash        string      `json:"hash,omitempty"`
	Rows        int         `json:"lvv:rows"`
	TableSchema tableSchema `json:"schema"`
}

type tableSchema struct {
	Schema string       `json:"$schema"`
	Fields []tableField `json:"fields"`
}

type tableField struct {
	Name        string       `json:"name"`
	Title       string       `json:"title"`
	TitleEN     string       `json:"lvv:titleEn"`
	Type        string       `json:"type"`
	Format      string       `json:"format,omitempty"`
	Description string       `json:"description"`
	Missing     []codeLabel  `json:"missingValues"`
	Categories  []codeLabel  `json:"categories,omitempty"`
	Constraints *constraints `json:"constraints,omitempty"`
	Source      string       `json:"lvv:source"`
	Change      string       `json:"lvv:transformation,omitempty"`
	Population  string       `json:"lvv:population"`
	Reference   string       `json:"lvv:reference"`
	Suppression string       `json:"lvv:suppression,omitempty"`
}

type codeLabel struct {
	Code  string `json:"value"`
	Label string `json:"label"`
}

type constraints struct {
	Enum []string `json:"enum"`
}

// DataPackage writes datapackage.json.
func (b Book) DataPackage(w io.Writer) error {
	if err := b.Check(); err != nil {
		return err
	}
	p := dataPackage{
		Schema: packageProfile, Name: b.Name, Title: b.Title, Version: b.Version,
		Description: "Populatie: " + b.Population + " Peildatum of periode: " + b.Reference + " Status: " + string(b.Label) + ". " + b.Reason,
		Created:     b.Created.UTC().Format(time.RFC3339),
		Keywords:    []string{"LVV", string(b.Label)},
	}
	for i := range b.Files {
		p.Resources = append(p.Resources, b.resource(&b.Files[i]))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(p)
}

func (b *Book) resource(f *File) dataResource {
	r := dataResource{
		Schema: resourceProfile, Name: strings.ToLower(strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path))), Title: f.Title,
		Type: "table", Path: f.Path, Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Rows: f.Rows,
	}
	if f.SHA256 != "" {
		r.Hash = "sha256:" + f.SHA256
	}
	r.TableSchema.Schema = schemaProfile
	for i := range f.Variables {
		r.TableSchema.Fields = append(r.TableSchema.Fields, b.field(&f.Variables[i]))
	}
	return r
}

// tableTypes are the types of Table Schema.
var tableTypes = map[Type]string{
	Text: "string", Coded: "string", Integer: "integer", Decimal: "number", Date: "date", Month: "yearmonth",
}

func (b *Book) field(v *Variable) tableField {
	f := tableField{
		Name: v.Name, Title: v.Label, TitleEN: v.LabelEN, Type: tableTypes[v.Type], Description: v.Definition,
		Missing: []codeLabel{{"", "niet van toepassing"}},
		Source:  v.Source, Change: v.Transformation, Suppression: v.Suppression,
		Population: or(v.Population, b.Population), Reference: or(v.Reference, b.Reference),
	}
	for _, m := range missing {
		if slices.Contains(v.Missing, m.Code) {
			f.Missing = append(f.Missing, codeLabel(m))
		}
	}
	for _, value := range v.Values {
		if f.Constraints == nil {
			f.Constraints = new(constraints)
		}
		f.Categories = append(f.Categories, codeLabel(value))
		f.Constraints.Enum = append(f.Constraints.Enum, value.Code)
	}
	return f
}

func or(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

// number writes a count in Dutch, with a point between thousands.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}
