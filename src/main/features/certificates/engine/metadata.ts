/** A certificate's document information, twice as PDF/A asks: the Info dictionary and XMP (ISO 19005-2, 6.6). */
import { object, streamObject, textString, xmlEscape } from './pdf-syntax.ts';

const producer = 'Examdesk';

/** The two objects that say what a document is; what all documents of a template share is written once. */
export class Metadata {
  readonly #info: readonly [string, string];
  readonly #xmp: readonly [string, string, string];
  readonly #infoId: number;
  readonly #xmpId: number;

  /** `conformance`: the level of PDF/A-2 that the document claims. */
  constructor(
    ids: { info: number; xmp: number },
    facts: { author: string; language: string; conformance: 'A' | 'B' },
  ) {
    this.#infoId = ids.info;
    this.#xmpId = ids.xmp;
    this.#info = [
      '<</Title',
      `/Author${textString(facts.author)}/Creator(${producer})/Producer(${producer})/CreationDate(`,
    ];
    const [author, language] = [xmlEscape(facts.author), xmlEscape(facts.language)];
    this.#xmp = [
      '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"' +
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">' +
        '<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">',
      '</rdf:li></rdf:Alt></dc:title>' +
        `<dc:creator><rdf:Seq><rdf:li>${author}</rdf:li></rdf:Seq></dc:creator>` +
        `<dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language>` +
        `<xmp:CreatorTool>${producer}</xmp:CreatorTool><pdf:Producer>${producer}</pdf:Producer>` +
        `<pdfaid:part>2</pdfaid:part><pdfaid:conformance>${facts.conformance}</pdfaid:conformance><xmp:CreateDate>`,
      '</xmp:ModifyDate></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>',
    ];
  }

  /** The Info dictionary and the XMP packet. They say the same: a difference is a fault under PDF/A. */
  objects(title: string, instant: number): [info: string, xmp: string] {
    const iso = `${new Date(instant).toISOString().slice(0, 19)}Z`;
    const date = `D:${iso.replace(/[-:T]/g, '')}`;
    const [head, middle, end] = this.#xmp;
    const packet = `${head}${xmlEscape(title)}${middle}${iso}</xmp:CreateDate><xmp:ModifyDate>${iso}${end}`;
    return [
      object(
        this.#infoId,
        `${this.#info[0]}${textString(title)}${this.#info[1]}${date})/ModDate(${date})>>`,
      ),
      streamObject(
        this.#xmpId,
        '/Type/Metadata/Subtype/XML',
        Buffer.from(packet, 'utf8').toString('latin1'),
      ),
    ];
  }
}
