/** What exam systems and offices call the columns of a results file, in English, German, French and Spanish. */
import type { ImportField } from '../../../../shared/completion-event.ts';

/**
 * Headings as `headingKey` writes them: lower case, letters and digits only, no accents. The likelier one
 * first. `sure`: the heading can mean nothing else. `maybe`: worth a suggestion that the officer checks.
 */
interface Words {
  readonly sure: string;
  readonly maybe: string;
}

export const headingWords: Record<ImportField, Words> = {
  candidateId: {
    sure: `candidateid candidatenumber candidateno candidatenr candidateref candidatereference studentid
      studentnumber studentno learnerid learnernumber examineenumber idnumber registrationnumber
      matriculationnumber kandidatennummer kandidatennr kandidatnr teilnehmernummer teilnehmernr
      matrikelnummer matrikelnr prueflingsnummer pruflingsnummer numerocandidat numerodecandidat
      ncandidat idcandidat numeroetudiant numerodetudiant matricule numerodecandidato numerocandidato
      idcandidato idalumno numerodealumno numerodeestudiante matricula`,
    maybe:
      'username userid user useridnumber candidate student learner number id kandidat etudiant alumno',
  },
  candidateName: {
    sure: `candidatename candidatefullname studentname learnername fullname userfullname nameofcandidate
      kandidatenname namedeskandidaten teilnehmername vollstaendigername vollstandigername
      vorundnachname nomducandidat nomcandidat nomcomplet nometprenom nomprenom prenomnom
      nombrecompleto nombredelcandidato nombrecandidato nombreyapellidos apellidosynombre`,
    maybe: 'name displayname kandidat candidate student learner nom nombre',
  },
  email: {
    sure: `email candidateemail emailaddress mail mailaddress useremail emailadresse mailadresse courriel
      adresseemail adressemail adresseelectronique correo correoelectronico`,
    maybe: 'contact kontakt',
  },
  courseCode: {
    sure: `coursecode courseshortname courseref coursereference coursenumber courseno examcode modulecode
      kurscode kurskuerzel kurskurzel kursnummer kursnr lehrgangsnummer pruefungscode prufungscode
      codecours codeducours codeexamen codigocurso codigodelcurso codigodecurso codigoexamen`,
    maybe: 'courseid shortname module course exam kurs lehrgang cours curso',
  },
  courseTitle: {
    sure: `coursetitle coursename coursefullname examtitle examname moduletitle modulename kurstitel
      kursname kursbezeichnung lehrgang lehrgangsname intituleducours nomducours titreducours
      intitulecours nombredelcurso nombrecurso titulodelcurso titulocurso`,
    maybe: 'title course titel kurs intitule cours titulo curso',
  },
  passMark: {
    sure: `passmark coursepassmark passingmark passscore passingscore gradepass passinggrade cutscore
      bestehensgrenze mindestpunktzahl mindestnote notedepassage seuildereussite noteminimale
      notadecorte notaminima puntuacionminima`,
    maybe: 'threshold pass grenze seuil minimum',
  },
  validityMonths: {
    sure: `validitymonths coursevaliditymonths validmonths validformonths validityinmonths
      gueltigkeitmonate gultigkeitmonate gueltigkeitinmonaten gultigkeitinmonaten validitemois
      validiteenmois dureedevaliditemois validezmeses validezenmeses vigenciameses`,
    maybe: 'validity validlength gueltigkeit gultigkeit validite validez vigencia',
  },
  attempt: {
    sure: `attempt attemptnumber attemptno versuch versuchnr versuchsnummer tentative
      numerodetentative intento numerodeintento convocatorian`,
    maybe: 'try resit sit',
  },
  sitting: {
    sure: `sitting examsitting session examsession examperiod pruefungstermin prufungstermin
      pruefungssitzung prufungssitzung sessiondexamen convocatoria`,
    maybe: 'term termin sitzung cohort semester period batch',
  },
  mark: {
    sure: `mark finalmark totalmark markpercent score finalscore totalscore scorepercent examscore
      exammark percentage percentgrade punkte punktzahl gesamtpunktzahl ergebnis notefinale
      notefinal calificacion calificacionfinal puntuacion notafinal`,
    maybe:
      'grade finalgrade result percent points total prozent note resultat nota resultado puntos',
  },
  enrolledAt: {
    sure: `enrolled enrolledat enrolledon timeenrolled dateenrolled enrolmentdate enrollmentdate
      dateofenrolment registeredon registrationdate eingeschrieben eingeschriebenam
      einschreibedatum einschreibung anmeldedatum angemeldetam inscrit inscritle
      datedinscription dateinscription inscrito fechadeinscripcion fechainscripcion matriculado
      fechadematricula`,
    maybe: 'enrolment enrollment registered anmeldung inscription inscripcion',
  },
  startedAt: {
    sure: `started startedat startedon timestarted datestarted startdate starttime begonnen begonnenam
      startdatum beginn commence commencele datededebut datedebut comenzado iniciado
      fechadeinicio fechainicio`,
    maybe: 'start begin debut inicio',
  },
  completedAt: {
    sure: `completed completedat completedon timecompleted datecompleted completiondate completiontime
      dateofcompletion abgeschlossen abgeschlossenam abschlussdatum abschluss acheve acheveele
      termine terminele datedachevement datedefin completado completadoel fechadefinalizacion
      fechafinalizacion finalizado`,
    maybe:
      'completion finished finishedat examdate dateofexam date datum pruefungsdatum prufungsdatum fecha fin',
  },
  hold: {
    sure: `hold onhold held withhold withheld certificatehold gesperrt zurueckgehalten zuruckgehalten
      sperre enattente retenu bloque retenido retenida bloqueado`,
    maybe: 'blocked locked suspended stop',
  },
  holdReason: {
    sure: `holdreason reasonforhold sperrgrund grunddersperre motifderetenue motifattente
      motifdublocage motivoderetencion motivoretencion motivodebloqueo`,
    maybe: 'reason grund motif motivo',
  },
  eventId: {
    sure: 'eventid eventuuid ereignisid idevenement idevento',
    maybe: 'uuid guid recordid trackid',
  },
  occurredAt: {
    sure: `modified modifiedat modifiedon modifiedtime lastmodified timemodified updated updatedat
      updatedon lastupdated occurredat changedat changedon geaendert geandert geaendertam
      geandertam letzteaenderung letzteanderung aenderungsdatum anderungsdatum modifie modifiele
      datedemodification dernieremodification modificado modificadoel fechademodificacion
      ultimamodificacion`,
    maybe: 'timestamp exportedat stand',
  },
};

export const firstNameWords = `firstname userfirstname givenname givennames forename forenames vorname
  vornamen prenom prenoms nombre nombres`;
export const lastNameWords = `lastname userlastname surname familyname nachname familienname
  nomdefamille apellido apellidos`;
/** Beside a first name these mean the family name: Name, Vorname; Nom, Prénom. */
export const lastNameBesideFirst = 'name nom';
