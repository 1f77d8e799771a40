/** A certificate's document information, twice as PDF/A asks: the Info dictionary and XMP (ISO 19005-2, 6.6). */
import { object, pdfDate, streamObject, textString, xmlEscape } from './pdf-syntax.ts';

export interface DocumentFacts {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  /** Milliseconds UTC. */
  readonly instant: number;
}

const producer = 'Examdesk';

export function infoObject(id: number, facts: DocumentFacts): string {
  const date = pdfDate(facts.instant);
  return object(
    id,
    `<</Title${textString(facts.title)}/Author${textString(facts.author)}/Creator(${producer})/Producer(${producer})/CreationDate(${date})/ModDate(${date})>>`,
  );
}

/** Says the same as the Info dictionary: a difference between the two is a fault under PDF/A. */
export function xmpObject(id: number, facts: DocumentFacts, conformance: 'A' | 'B'): string {
  const date = `${new Date(facts.instant).toISOString().slice(0, 19)}Z`;
  const packet =
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"' +
    ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">' +
    '<dc:format>application/pdf</dc:format>' +
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xmlEscape(facts.title)}</rdf:li></rdf:Alt></dc:title>` +
    `<dc:creator><rdf:Seq><rdf:li>${xmlEscape(facts.author)}</rdf:li></rdf:Seq></dc:creator>` +
    `<dc:language><rdf:Bag><rdf:li>${xmlEscape(facts.language)}</rdf:li></rdf:Bag></dc:language>` +
    `<xmp:CreatorTool>${producer}</xmp:CreatorTool><xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate>` +
    `<pdf:Producer>${producer}</pdf:Producer>` +
    `<pdfaid:part>2</pdfaid:part><pdfaid:conformance>${conformance}</pdfaid:conformance>` +
    '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>';
  const bytes = Buffer.from(packet, 'utf8').toString('latin1');
  return streamObject(id, '/Type/Metadata/Subtype/XML', bytes);
}
