package envelope

import "io"

// A whole is a source that can be read at any place.
type whole struct {
	io.ReaderAt
	size int64
	err  error // first error of the source other than io.EOF
}

// wholeOf returns a source as a whole; nil when it is not one, or has been read
// from already.
func wholeOf(src io.Reader) *whole {
	file, ok := src.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil
	}
	if at, err := file.Seek(0, io.SeekCurrent); err != nil || at != 0 {
		return nil
	}
	size, err := file.Seek(0, io.SeekEnd)
	if _, back := file.Seek(0, io.SeekStart); err != nil || back != nil {
		return nil
	}
	return &whole{ReaderAt: file, size: size}
}

// ReadAt reads from the source and remembers why it could not.
func (w *whole) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(p, off)
	if err != nil && err != io.EOF && w.err == nil {
		w.err = err
	}
	return n, err
}
