package store

import (
	"bufio"
	"context"
	"fmt"
	"sync"

	"filippo.io/age"
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"lvv/anonymise"
	"lvv/schemas"
)

// A Reader reads what is in force at the time of [Store.Read]. Its persons are
// numbered across all segments of all datasets.
type Reader struct {
	store    *Store
	ids      []age.Identity
	mem      memory.Allocator
	segments []numbered
	people   People
}

// A numbered segment knows the numbers of its persons.
type numbered struct {
	Segment
	person []int32      // by number within the segment: the number among all
	link   []byte       // by number within the segment: koppelstatus
	intact func() error // whether its hash is that of the index; found once
}

// Read opens every segment in force and numbers their persons. Meanwhile it begins
// to hash them, which [Reader.Load] waits for. The batches of Load will be in memory
// of mem; a reader that hands them to C needs an allocator of C memory.
func (s *Store) Read(ctx context.Context, mem memory.Allocator, ids ...age.Identity) (*Reader, error) {
	r := &Reader{store: s, ids: ids, mem: mem}
	links := byte(len(schemas.List("koppelstatus").Codes))
	for _, seg := range s.inForce {
		r.segments = append(r.segments, numbered{Segment: seg, intact: sync.OnceValue(func() error { return s.verify(seg) })})
	}
	go func() {
		for i := 0; i < len(r.segments) && ctx.Err() == nil; i++ {
			_ = r.segments[i].intact() // Load asks again
		}
	}()
	for i := range r.segments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := &r.segments[i]
		if err := r.number(n, links); err != nil {
			return nil, fmt.Errorf("reading segment %s: %w", n.Hash, err)
		}
	}
	return r, nil
}

func (r *Reader) number(n *numbered, links byte) error {
	o, err := r.store.open(n.Segment, r.ids)
	if err != nil {
		return err
	}
	defer o.Close() // only read
	size := length(o.persons) / personSize
	n.person, n.link = make([]int32, 0, size), make([]byte, 0, size)
	if r.people.Len() == 0 {
		r.people.expect(int(size))
	}
	sound := true
	err = o.readPersons(func(id [16]byte, link byte) {
		n.person = append(n.person, r.people.number(id))
		n.link = append(n.link, link)
		sound = sound && link < links
	})
	if err == nil && !sound {
		err = ErrDamaged
	}
	return err
}

// People are the persons of all segments.
func (r *Reader) People() *People { return &r.people }

// Load gives out all batches of a dataset, in the order of the index and, within
// a segment, of the delivery. Column "persoon" holds the number among all
// [People], "koppelstatus" what the segment says of that person. Two segments
// are read at a time; calls of deliver come one after the other, and a batch is
// released when deliver returns. What was delivered may be used only once Load
// has returned nil: the hash of a segment is known when its end is reached.
func (r *Reader) Load(ctx context.Context, d *schemas.Dataset, deliver func(Meta, anonymise.Batch) error) error {
	layout := anonymise.NewLayout(d, r.mem)
	defer layout.Release()
	ctx, cancel := context.WithCancel(ctx)
	var feeds []*feed
	defer func() {
		cancel()
		for _, f := range feeds {
			f.drain()
		}
	}()
	var todo []*numbered
	for i := range r.segments {
		if r.segments[i].Dataset == d.Name {
			todo = append(todo, &r.segments[i])
		}
	}
	for i, n := range todo {
		for len(feeds) < min(i+2, len(todo)) {
			feeds = append(feeds, r.feed(ctx, todo[len(feeds)], layout, d))
		}
		if err := feeds[i].deliver(n.Meta, deliver); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// A feed reads one segment on a goroutine of its own.
type feed struct {
	batches chan anonymise.Batch
	err     error // set before batches is closed
}

func (r *Reader) feed(ctx context.Context, n *numbered, layout *anonymise.Layout, d *schemas.Dataset) *feed {
	f := &feed{batches: make(chan anonymise.Batch, 2)}
	intact := make(chan error, 1)
	go func() { intact <- n.intact() }()
	go func() {
		defer close(f.batches)
		err := r.rows(n, layout, d, func(b anonymise.Batch) error {
			select {
			case f.batches <- b:
				return nil
			case <-ctx.Done():
				b.Release()
				return ctx.Err()
			}
		})
		if bad := <-intact; err == nil {
			err = bad
		}
		if err != nil {
			f.err = fmt.Errorf("reading segment %s: %w", n.Hash, err)
		}
	}()
	return f
}

// deliver hands on what is read until the end of the segment.
func (f *feed) deliver(m Meta, deliver func(Meta, anonymise.Batch) error) error {
	for b := range f.batches {
		err := deliver(m, b)
		b.Release()
		if err != nil {
			return err
		}
	}
	return f.err
}

// drain releases what nobody took and waits for the reading to end.
func (f *feed) drain() {
	for b := range f.batches {
		b.Release()
	}
}

// rows reads the batches of a segment.
func (r *Reader) rows(n *numbered, layout *anonymise.Layout, d *schemas.Dataset, out func(anonymise.Batch) error) error {
	o, err := r.store.open(n.Segment, r.ids)
	if err != nil {
		return err
	}
	defer o.Close() // only read
	if err := o.header.fits(d); err != nil {
		return err
	}
	size := length(o.rows)
	if size == 0 {
		return nil // a statement that there is nothing to state
	}
	rows := bufio.NewReaderSize(o.readRows(), 1<<16)
	in, err := ipc.NewReader(rows, ipc.WithAllocator(r.mem), ipc.WithMetadataSizeLimit(maxHeader), ipc.WithBodySizeLimit(size))
	if err != nil {
		return ErrDamaged
	}
	defer in.Release()
	if !in.Schema().Equal(layout.Schema()) {
		return ErrSchema
	}
	left := o.count
	for in.Next() {
		rec := in.RecordBatch()
		left -= rec.NumRows()
		if !n.renumber(rec) {
			return ErrDamaged
		}
		b, err := anonymise.Reopen(layout, rec)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if err := out(b); err != nil {
			return err
		}
	}
	if in.Err() != nil || left != 0 {
		return ErrDamaged
	}
	return nil
}

// renumber writes the numbers among all people over those within the segment,
// in place: nobody else has this memory yet.
func (n *numbered) renumber(rec arrow.RecordBatch) bool {
	for i, f := range rec.Schema().Fields() {
		if f.Name != schemas.ColPerson {
			continue
		}
		persons, ok1 := rec.Column(i).(*array.Int32)
		links, ok2 := rec.Column(i + 1).(*array.Dictionary)
		if !ok1 || !ok2 || rec.ColumnName(i+1) != schemas.ColLink {
			return false
		}
		status, ok := links.Indices().(*array.Uint8)
		if !ok || status.Len() != persons.Len() {
			return false
		}
		to := status.Uint8Values()
		for k, p := range persons.Int32Values() {
			if uint32(p) >= uint32(len(n.person)) {
				return false
			}
			persons.Int32Values()[k], to[k] = n.person[p], n.link[p]
		}
	}
	return true
}
