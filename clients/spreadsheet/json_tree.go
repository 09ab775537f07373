package spreadsheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"amends/server/fault"
)

// object is a JSON object that remembers the order of its keys.
type object struct {
	path   string
	keys   []string
	values map[string]any // string, json.Number, bool, nil, *object or []any
}

// form collects the faults of a mapping while it is read.
type form struct {
	faults Faults
}

// parse reads the JSON text into a tree whose root is an object.
func (f *form) parse(data []byte) *object {
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	in := json.NewDecoder(bytes.NewReader(data))
	in.UseNumber()
	tree, err := f.value(in, "", 0)
	if err == nil {
		_, err = in.Token()
		if err == io.EOF {
			err = nil
		} else {
			err = fault.Field("", "spreadsheet_json_behind")
		}
	}
	root, isObject := tree.(*object)
	switch {
	case err != nil:
		line := 1 + bytes.Count(data[:min(int(in.InputOffset()), len(data))], []byte("\n"))
		f.faults = Faults{{Why: reasonOf(err, line)}}
	case !isObject:
		f.faults.add("", "spreadsheet_json_object")
	}
	return root
}

// reasonOf says why JSON could not be read; line counts from 1.
func reasonOf(err error, line int) *fault.Error {
	id := "spreadsheet_json"
	var own *fault.Error
	switch {
	case errors.As(err, &own):
		id = own.Sentence
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		id = "spreadsheet_json_ended"
	}
	return fault.Field("", id, "Line", line)
}

// value reads one JSON value. No mapping nests deeper than five.
func (f *form) value(in *json.Decoder, path string, depth int) (any, error) {
	if depth > 8 {
		return nil, fault.Field("", "spreadsheet_json_deep")
	}
	token, err := in.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return f.members(in, path, depth)
	case json.Delim('['):
		list := []any{}
		for in.More() {
			item, err := f.value(in, fmt.Sprintf("%s[%d]", path, len(list)), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err := in.Token()
		return list, err
	}
	return token, nil
}

// members reads the keys and values of an object up to its closing bracket.
func (f *form) members(in *json.Decoder, path string, depth int) (*object, error) {
	o := &object{path: path, values: map[string]any{}}
	for in.More() {
		token, err := in.Token()
		if err != nil {
			return nil, err
		}
		key, isText := token.(string)
		if !isText {
			return nil, fault.Field("", "spreadsheet_json_key")
		}
		item, err := f.value(in, o.at(key), depth+1)
		if err != nil {
			return nil, err
		}
		if _, doubled := o.values[key]; doubled {
			f.faults.add(o.at(key), "spreadsheet_key_twice", "Key", excerpt(o.at(key)))
			continue
		}
		o.keys, o.values[key] = append(o.keys, key), item
	}
	_, err := in.Token()
	return o, err
}

// at is the path of a key, as in "day.zone".
func (o *object) at(key string) string {
	if o.path == "" {
		return key
	}
	return o.path + "." + key
}

// allow makes a fault of every key that is not known here.
func (f *form) allow(o *object, known ...string) {
	for _, key := range o.keys {
		if !slices.Contains(known, key) {
			f.faults.add(o.at(key), "spreadsheet_key_unknown", "Key", excerpt(o.at(key)), "Known", strings.Join(known, ", "))
		}
	}
}

// text is the text under a key; empty when it is not there.
func (f *form) text(o *object, key string) string {
	raw, named := o.values[key]
	text, isText := raw.(string)
	if named && (!isText || strings.TrimSpace(text) == "") {
		f.faults.add(o.at(key), "spreadsheet_key_text", "Key", excerpt(o.at(key)))
	}
	return text
}

// object is the object under a key; nil when it is not there.
func (f *form) object(o *object, key string) *object {
	raw, named := o.values[key]
	inner, isObject := raw.(*object)
	if named && !isObject {
		f.faults.add(o.at(key), "spreadsheet_key_object", "Key", excerpt(o.at(key)))
	}
	return inner
}
